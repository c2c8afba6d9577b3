import type { ObjectReference } from '../../core/model/kubernetes.ts';
import { countOf } from '../cli/report/count.ts';
import { visibleText } from '../cli/report/visible-text.ts';
import type { ImportPlan, LeftOut, LeftOutCause } from './import-plan.ts';
import { type MigrationStep, migrationSteps } from './migration-steps.ts';

/** What an import wrote, what it left out and why, and the steps of a migration, for people. */
export function formatImport(plan: ImportPlan, output: string): string {
  return [formatPackages(plan), formatLeftOut(plan), formatSteps(migrationSteps(plan, output))].filter((part) => part !== '').join('\n');
}

/** `apps/shop: StackSet default/shop, 2 stacks: shop-v1 60 %, shop-v2 40 %`. */
function formatPackages({ packages, changes }: ImportPlan): string {
  const lines = packages.map(({ file, namespace, stackSet, stacks }) => {
    const weights = stacks.map(({ name, decision }) => `${name} ${decision.weight} %${decision.scaledDown ? ' (scaled down)' : ''}`);
    const name = namespace === undefined ? stackSet : `${namespace}/${stackSet}`;
    return `${file}: StackSet ${name}, ${countOf([stacks.length, 'stack'])}: ${weights.join(', ') || 'none'}`;
  });
  return [...lines, `${countOf([changes.length, 'file'])} written`].map((line) => `${visibleText(line)}\n`).join('');
}

/** What stays as it is in the cluster, and Git does not know. Empty where there is nothing. */
export function formatLeftOut({ leftOut, unrelated }: Pick<ImportPlan, 'leftOut' | 'unrelated'>): string {
  const others = [...unrelated].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${count} ${kind}`);
  const lines = [
    ...leftOut.toSorted(byName).map(({ object, cause }) => `${nameOf(object)}: ${explain(cause)}`),
    ...(others.length > 0 ? [`${others.join(', ')}: nothing of a StackSet`] : []),
  ];
  return lines.length === 0 ? '' : ['Not in Git, and left as it is:', ...lines.map((line) => `  ${visibleText(line)}`), ''].join('\n');
}

const nameOf = ({ kind, namespace, name }: ObjectReference): string => `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;

const byName = (a: LeftOut, b: LeftOut): number => (nameOf(a.object) < nameOf(b.object) ? -1 : nameOf(a.object) > nameOf(b.object) ? 1 : 0);

function explain(cause: LeftOutCause): string {
  switch (cause.why) {
    case 'OtherController':
      return cause.controller === ''
        ? 'stackset-controller decides on it still, for it has no controller annotation'
        : `the controller ${cause.controller} decides on it; settings with controllerId: ${cause.controller} import it`;
    case 'StackSetMissing':
      return 'its StackSet is not in the dump';
    case 'StackMissing':
      return 'its Stack is not in the dump';
    case 'Refused':
      return 'stackset-controller does not make it, as a warning says; a new version that is right will have it';
    case 'NotRendered':
      return 'render gives no such object, by the Stack and the settings as they are';
    case 'PlainSecret':
      return 'a Secret is not written to Git in the clear; put an encrypted one (SOPS, SealedSecret) into the package for new versions';
    case 'NotInDump':
      return 'a Stack names it, and the dump does not hold it';
  }
}

const formatSteps = (steps: readonly MigrationStep[]): string =>
  `Next:\n${steps
    .map(
      ({ text, commands }, index) => `  ${index + 1}. ${text}\n${commands.map((command) => `       ${visibleText(command)}\n`).join('')}`,
    )
    .join('')}`;
