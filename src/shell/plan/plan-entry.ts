import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { PlannedStackSet } from '../../core/model/plan.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { plannedError } from './build-plan.ts';
import type { StackSetOutlook } from './plan-stack-set.ts';

/** What a plan knows of one StackSet: what programs get, and what reports for people show besides. */
export interface PlanEntry {
  readonly part: PlannedStackSet;
  /** Missing where the StackSet could not be read, so that nothing was decided. */
  readonly outlook?: StackSetOutlook;
  /** Whether the state in Git would be written although nothing comes, leaves or moves: at first, or for the order of segments. */
  readonly writesState?: boolean;
  /** All of this StackSet; the errors are those of `part`, with remedies and, from Git, with places. */
  readonly problems: readonly LocatedProblem[];
  /** What the objects are compared with, in namespaces as the StackSet's. */
  readonly live: LiveObjects;
}

/** Of a StackSet that cannot be read nothing can be said but why. */
export function refusedEntry(
  { metadata: { name, namespace } }: Pick<KubernetesObject, 'metadata'>,
  problems: readonly LocatedProblem[],
  live: LiveObjects,
): PlanEntry {
  const errors = problems.filter(({ severity }) => severity === 'error').map(plannedError);
  const part = { ...(namespace !== undefined && { namespace }), name, stacks: [], blocked: [], errors, resources: [] };
  return { part, problems, live };
}
