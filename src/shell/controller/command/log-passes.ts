import { explainBlocked, explainEvent, likenessOf } from '../../../core/explain.ts';
import { RemoteError } from '../../git/remote-error.ts';
import type { Log } from '../../log/log.ts';
import type { PassObserver } from '../pass-observer.ts';
import type { PassOutcome, PassReport } from '../pass-report.ts';
import type { StackSetReport } from '../stack-set-report.ts';

/** Tells the log what the controller does. What is the same as before is told once. */
export class PassLog implements PassObserver {
  readonly #log: Log;
  readonly #told = new Map<string, string>();
  #frozenBy: string | undefined;

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
    for (const report of stackSets) this.#tellBlocked(report);
  }

  failed(error: unknown, wait: number): void {
    const reason = error instanceof RemoteError ? error.refusal : undefined;
    this.#log.error('a pass failed', { error, reason, waitSeconds: Math.round(wait) / 1000 });
  }

  /** Numbers of pods change all the time; what is waited for does not. A cluster out of sight is told once for all. */
  #tellBlocked({ id, namespace, name, decision }: StackSetReport): void {
    const blocked = decision.blocked.filter(({ reason }) => reason !== 'ObservationStale');
    const key = blocked.map(likenessOf).join('; ');
    const before = this.#told.get(id) ?? '';
    this.#told.set(id, key);
    if (key === before) return;
    const stackset = nameOf({ namespace, name });
    for (const one of blocked) this.#log.info(`${stackset} waits: ${explainBlocked(one)}`, { stackset, reason: one.reason });
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

const nameOf = ({ namespace, name }: { readonly namespace?: string | undefined; readonly name: string }): string =>
  namespace === undefined ? name : `${namespace}/${name}`;
