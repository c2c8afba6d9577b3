import { explainBlocked, explainEvent, likenessOf, stacksOf } from '../../../core/explain.ts';
import type { Blocked, BlockedReason, DecisionEvent } from '../../../core/model/decision.ts';
import type { PackageChange } from '../../../core/model/package-change.ts';
import { NO_OBSERVER, type PassObserver } from '../../controller/pass-observer.ts';
import type { PassReport } from '../../controller/pass-report.ts';
import type { StackSetReport } from '../../controller/stack-set-report.ts';
import type { StackSetKey } from '../cluster.ts';
import type { ClusterEvent } from './cluster-event.ts';
import type { EventRecorder } from './event-recorder.ts';

/** What a person should look at; the others resolve by themselves or were asked for. */
const WARNINGS: ReadonlySet<BlockedReason> = new Set(['StacksNotReady', 'NotAdopted', 'Invalid']);

/** Tells the cluster what was pushed, and what waits since when it does. */
export class PassEvents implements PassObserver {
  readonly looked = NO_OBSERVER.looked;
  readonly refused = NO_OBSERVER.refused;
  readonly failed = NO_OBSERVER.failed;
  readonly #recorder: Pick<EventRecorder, 'record'>;
  readonly #told = new Map<string, ReadonlySet<string>>();

  constructor(recorder: Pick<EventRecorder, 'record'>) {
    this.#recorder = recorder;
  }

  passed({ outcome, stackSets, looked }: PassReport): void {
    if (outcome.kind === 'dropped' || outcome.kind === 'wouldCommit') return;
    const present = new Set(stackSets.map(({ id }) => id));
    for (const id of this.#told.keys()) if (!present.has(id)) this.#told.delete(id);
    const events = outcome.kind === 'committed' ? outcome.changes.flatMap((change) => eventsOf(change, outcome.commit)) : [];
    for (const event of events) this.#recorder.record(event);
    for (const report of stackSets) if (looked.has(report.id)) this.#tellBlocked(report);
  }

  /** Once for each thing that is waited for, not for each number of pods. A cluster out of sight could not be told. */
  #tellBlocked({ id, namespace, name, decision }: StackSetReport): void {
    const blocked = new Map(decision.blocked.filter(({ reason }) => reason !== 'ObservationStale').map((one) => [likenessOf(one), one]));
    const before = this.#told.get(id);
    this.#told.set(id, new Set(blocked.keys()));
    for (const [key, one] of blocked) if (!before?.has(key)) this.#recorder.record(waiting({ namespace, name }, one));
  }
}

function eventsOf(change: PackageChange, commit: string): readonly ClusterEvent[] {
  const stackSet = { namespace: change.namespace, name: change.name };
  const told = (type: string, message: string, stacks: readonly string[]): ClusterEvent => ({
    stackSet,
    stacks,
    type: type === 'StateRepaired' ? 'Warning' : 'Normal',
    reason: type,
    message: `${message} (commit ${commit.slice(0, 12)})`,
  });
  if (change.kind === 'rendered') return [told('Rendered', 'rendered again what was committed', change.created)];
  return change.decision.events.map((event) => told(event.type, explainEvent(event), stacksOfEvent(event)));
}

/** A freeze that cannot be read was meant otherwise. */
const isBroken = (blocked: Blocked): boolean => blocked.reason === 'Frozen' && blocked.problems.length > 0;

const waiting = (stackSet: StackSetKey, blocked: Blocked): ClusterEvent => ({
  stackSet,
  stacks: stacksOf(blocked),
  type: WARNINGS.has(blocked.reason) || isBroken(blocked) ? 'Warning' : 'Normal',
  reason: blocked.reason,
  message: explainBlocked(blocked),
});

function stacksOfEvent(event: DecisionEvent): readonly string[] {
  if ('stack' in event) return [event.stack];
  return event.type === 'TrafficSwitched' ? event.changes.map(({ stack }) => stack) : [];
}
