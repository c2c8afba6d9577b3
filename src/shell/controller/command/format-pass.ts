import { explainBlocked, explainEvent } from '../../../core/explain.ts';
import { countOf } from '../../cli/report/count.ts';
import type { Style } from '../../cli/report/style.ts';
import { visibleText } from '../../cli/report/visible-text.ts';
import type { PassOutcome, PassReport } from '../pass-report.ts';
import type { StackSetReport } from '../stack-set-report.ts';

/** What came of a pass, for people: the commit, then a line for each StackSet that moves or waits. */
export function formatPass({ outcome, stackSets, looked }: PassReport, style: Style): string {
  const seen = stackSets.filter(({ id, decision }) => looked.has(id) || decision.blocked.length > 0);
  const told = [...renderedLines(outcome), ...seen.flatMap((report) => lineOf(report, outcome, style))];
  const width = Math.max(0, ...told.map(({ name }) => name.length));
  const lines = told.map(({ name, text }) => `${name.padEnd(width)}  ${text}`);
  const resting = seen.filter((report) => lineOf(report, outcome, style).length === 0).length;
  const rest = resting > 0 ? [`${countOf([resting, 'StackSet'])} at rest`] : [];
  return [headline(outcome, style), ...lines, ...rest].map((line) => `${line}\n`).join('');
}

function headline(outcome: PassOutcome, style: Style): string {
  switch (outcome.kind) {
    case 'committed':
      return `${style.green(`committed ${outcome.commit.slice(0, 12)}`)}  ${subjectOf(outcome.message)}`;
    case 'wouldCommit':
      return `${style.yellow('would commit')}  ${subjectOf(outcome.message)}`;
    case 'refused':
      return `${style.red(`not pushed (${outcome.refusal})`)}  ${visibleText(outcome.message)}`;
    case 'frozen':
      return `${style.yellow('nothing decided')}  what is known of the cluster is from ${outcome.since}: ${visibleText(outcome.reason)}`;
    case 'dropped':
      return style.yellow('stopped before anything was pushed');
    case 'unchanged':
      return 'nothing to commit';
  }
}

const subjectOf = (message: string): string => visibleText(message.split('\n')[0] ?? '');

interface Line {
  readonly name: string;
  readonly text: string;
}

/** What was rendered is decided about in the next pass. */
function renderedLines(outcome: PassOutcome): readonly Line[] {
  const changes = 'changes' in outcome ? outcome.changes : [];
  return changes.flatMap((change) => {
    if (change.kind !== 'rendered') return [];
    const made = change.created.length > 0 ? `, with ${change.created.join(', ')}` : '';
    return [{ name: nameOf(change), text: visibleText(`rendered again${made}; the next pass decides`) }];
  });
}

const nameOf = ({ namespace, name }: { readonly namespace?: string | undefined; readonly name: string }): string =>
  visibleText(namespace === undefined ? name : `${namespace}/${name}`);

function lineOf(report: StackSetReport, outcome: PassOutcome, style: Style): readonly Line[] {
  const { decision, problems } = report;
  const moved = isPart(report, outcome) ? decision.events.map(explainEvent) : [];
  const waits = decision.blocked.map(
    (blocked) => (blocked.reason === 'Invalid' ? style.red('invalid: ') : style.yellow('waits: ')) + visibleText(explainBlocked(blocked)),
  );
  const faults = decision.blocked.length === 0 ? problems.map(({ message }) => style.red(`error: ${visibleText(message)}`)) : [];
  const texts = [...moved.map(visibleText), ...waits, ...faults];
  return texts.length === 0 ? [] : [{ name: nameOf(report), text: texts.join('; ') }];
}

/** Whether what was decided for a StackSet is in the commit. */
export function isPart({ namespace, name }: Pick<StackSetReport, 'namespace' | 'name'>, outcome: PassOutcome): boolean {
  return (
    'changes' in outcome &&
    outcome.changes.some((change) => change.kind === 'decided' && change.name === name && change.namespace === namespace)
  );
}
