import { ORDINAL_ANNOTATION } from '../../../core/model/annotations.ts';
import { NO_OBSERVER, type PassObserver } from '../../controller/pass-observer.ts';
import type { PassReport } from '../../controller/pass-report.ts';
import type { StackSetReport } from '../../controller/stack-set-report.ts';
import type { LiveIndex } from '../cluster.ts';
import { buildStatuses } from './build-statuses.ts';
import type { StatusWriter } from './status-writer.ts';

/** Keeps the statuses of applied StackSets and Stacks as Git and the cluster have them after each pass. */
export class PassStatuses implements PassObserver {
  readonly looked = NO_OBSERVER.looked;
  readonly refused = NO_OBSERVER.refused;
  readonly failed = NO_OBSERVER.failed;
  readonly #writer: Pick<StatusWriter, 'write'>;
  readonly #live: LiveIndex;

  constructor(writer: Pick<StatusWriter, 'write'>, live: LiveIndex) {
    this.#writer = writer;
    this.#live = live;
  }

  /** Only what Git has counts as decided: not what a push that was refused would have brought. */
  passed({ outcome, stackSets, looked }: PassReport): void {
    if (outcome.kind !== 'committed' && outcome.kind !== 'unchanged') return;
    for (const report of stackSets) if (looked.has(report.id)) this.#write(report);
  }

  #write({ namespace, name, stackSet, decision: { decision, leaves } }: StackSetReport): void {
    if (!stackSet || !decision || leaves || !this.#isApplied({ namespace, name })) return;
    this.#writer.write(buildStatuses(stackSet, decision, this.#live, namespace));
  }

  /** The StackSets of a stackset-controller that still runs have their statuses from it; what this project applies has ordinals. */
  #isApplied(key: Pick<StackSetReport, 'namespace' | 'name'>): boolean {
    return this.#live
      .ofStackSet(key)
      .some(({ kind, metadata }) => kind === 'Stack' && metadata.annotations?.[ORDINAL_ANNOTATION] !== undefined);
  }
}
