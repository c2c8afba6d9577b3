import type { PackageDecision } from '../../core/model/package-decision.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { StackSetState } from '../../core/model/state.ts';
import type { StackSetKey } from '../kubernetes/cluster.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';

/** What is known of one StackSet after it was looked at. */
export interface StackSetReport extends StackSetKey {
  readonly id: string;
  /** Of its package, from the repository's root. */
  readonly folder: string;
  /** As the tip has it; undefined where it cannot be read. */
  readonly stackSet?: StackSet;
  readonly state?: StackSetState;
  readonly decision: PackageDecision;
  /** All that is wrong with it, with places from the repository's root. */
  readonly problems: readonly LocatedProblem[];
}
