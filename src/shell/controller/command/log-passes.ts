import { explainBlocked, explainEvent, likenessOf } from '../../../core/explain.ts';
import { RemoteError } from '../../git/remote-error.ts';
import type { Log } from '../../log/log.ts';
import type { LocatedProblem } from '../../problem/located-problem.ts';
import type { PassObserver } from '../pass-observer.ts';
import type { PassOutcome, PassReport } from '../pass-report.ts';
import type { StackSetReport } from '../stack-set-report.ts';

/** Of one StackSet. Whoever mends these sees the others. */
const MOST_PROBLEMS = 10;

/** Tells the log what the controller does. What is the same as before is told once. */
export class PassLog implements PassObserver {
  readonly #log: Log;
  readonly #told = new Map<string, string>();
  #frozenBy: string | undefined;
  #freeze: string | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  looked(): void {
    // Told when the pass is over, with all the others.
  }

  refused(refusal: Parameters<PassObserver['refused']>[0], message: string, wait: number): void {
    // A race is lost now and then where people push too, and tried again at once.
    const tell = refusal === 'race' ? this.#log.info : this.#log.warn;
    tell(`the commit was not taken: ${message}`, { reason: refusal, waitSeconds: Math.round(wait) / 1000 });
  }

  passed({ outcome, stackSets }: PassReport): void {
    const present = new Set(stackSets.map(({ id }) => id));
    for (const id of this.#told.keys()) if (!present.has(id)) this.#told.delete(id);
    this.#tellOutcome(outcome);
    this.#tellFreeze(stackSets);
    for (const report of stackSets) this.#tellBlocked(report);
  }

  failed(error: unknown, wait: number): void {
    const reason = error instanceof RemoteError ? error.refusal : undefined;
    this.#log.error('a pass failed', { error, reason, waitSeconds: Math.round(wait) / 1000 });
  }

  /** Numbers of pods change all the time; what is waited for does not. A cluster out of sight and a freeze are told once for all. */
  #tellBlocked({ id, namespace, name, decision, problems }: StackSetReport): void {
    const blocked = decision.blocked.filter(({ reason }) => reason !== 'ObservationStale' && reason !== 'Frozen');
    const key = [...blocked.map(likenessOf), ...problems.map(placeOf)].join('; ');
    const before = this.#told.get(id) ?? '';
    this.#told.set(id, key);
    if (key === before) return;
    const stackset = nameOf({ namespace, name });
    for (const one of blocked) {
      if (one.reason === 'Invalid') this.#tellInvalid(stackset, problems.length > 0 ? problems : one.problems);
      else this.#log.info(`${stackset} waits: ${explainBlocked(one)}`, { stackset, reason: one.reason });
    }
  }

  #tellFreeze(stackSets: PassReport['stackSets']): void {
    const found = stackSets.flatMap(({ decision }) => decision.blocked).find(({ reason }) => reason === 'Frozen');
    const words = found && explainBlocked(found);
    if (words === this.#freeze) return;
    this.#freeze = words;
    const isBroken = found?.reason === 'Frozen' && found.problems.length > 0;
    const tell = isBroken ? this.#log.warn : this.#log.info;
    tell(words ?? 'decisions are not frozen any more', { reason: 'Frozen' });
  }

  /** What a person has to mend, with where and how. */
  #tellInvalid(stackset: string, problems: readonly LocatedProblem[]): void {
    const errors = problems.filter(({ severity }) => severity === 'error');
    for (const problem of errors.slice(0, MOST_PROBLEMS)) {
      const { remedy } = problem;
      const what = explainBlocked({ reason: 'Invalid', problems: [problem] });
      const place = placeOf(problem);
      this.#log.warn(`${stackset} waits: ${place === '' ? what : `${place}: ${what}`}`, { stackset, reason: 'Invalid', remedy });
    }
    const left = errors.length - MOST_PROBLEMS;
    if (left > 0) this.#log.warn(`${stackset} waits: and ${left} errors more`, { stackset, reason: 'Invalid' });
  }

  #tellOutcome(outcome: PassOutcome): void {
    const frozenBy = outcome.kind === 'frozen' ? outcome.reason : undefined;
    if (outcome.kind === 'frozen' && frozenBy !== this.#frozenBy) {
      this.#log.warn(`nothing is decided: ${outcome.reason}`, { reason: 'ObservationStale', since: outcome.since });
    }
    this.#frozenBy = frozenBy;
    if (outcome.kind !== 'committed' && outcome.kind !== 'wouldCommit') return;
    const commit = outcome.kind === 'committed' ? outcome.commit : undefined;
    const [subject = ''] = outcome.message.split('\n');
    this.#log.info(commit === undefined ? `would commit: ${subject}` : subject, { commit });
    for (const change of outcome.changes) {
      const stackset = nameOf(change);
      const events = change.kind === 'decided' ? change.decision.events : [];
      for (const event of events) this.#log.debug(explainEvent(event), { stackset, commit, reason: event.type });
    }
  }
}

/** `apps/shop/stackset.yaml:3:5`, as far as it is known. */
const placeOf = ({ file, line, column }: LocatedProblem): string => [file, line, column].filter((part) => part !== undefined).join(':');

const nameOf = ({ namespace, name }: { readonly namespace?: string | undefined; readonly name: string }): string =>
  namespace === undefined ? name : `${namespace}/${name}`;
