import type { Freeze } from '../../core/model/freeze.ts';
import type { Timers } from '../../core/model/package-decision.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { Timestamp } from '../../core/model/state.ts';
import { decidePackage } from '../../core/sync/decide-package.ts';
import { checkOwner } from '../../core/sync/ownership.ts';
import { undecided } from '../../core/sync/undecided.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { observeStacks } from '../kubernetes/observe-stacks.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { observedKinds } from './observed-kinds.ts';
import type { StackSetReport } from './stack-set-report.ts';
import type { PlacedStackSet } from './tracked-package.ts';

/** What all StackSets of a pass are decided by. */
export interface DecisionContext {
  /** `metadata.name` of the SyncConfig. */
  readonly controller: string;
  readonly cluster: Pick<Cluster, 'snapshot' | 'freshness'>;
  readonly now: Timestamp;
  readonly freeze?: Freeze;
}

const NO_TIMERS: Timers = new Map();

/**
 * Looks at one StackSet and decides what happens to it.
 * @param faults what keeps it from being decided
 * @param timers those of its last decision
 */
export function decideStackSet(
  placed: PlacedStackSet,
  context: DecisionContext,
  faults: readonly LocatedProblem[],
  timers: Timers = NO_TIMERS,
): StackSetReport {
  const { tracked, folder, namespace } = placed;
  const { found, id } = tracked;
  const about = {
    id,
    folder,
    namespace,
    name: found.stackSet.metadata.name,
    stackSet: found.stackSet,
    ...(found.state && { state: found.state }),
  };
  const foreign = checkOwner({ state: found.state, controller: context.controller, path: folder });
  if (foreign.length > 0) return { ...about, decision: undecided({ timers }, foreign), problems: [] };
  if (faults.length > 0) return { ...about, decision: undecided({ timers }, [{ reason: 'Invalid', problems: faults }]), problems: faults };
  const decision = decidePackage(inputOf(placed, context, timers));
  return { ...about, decision, problems: decision.problems.map(found.locate) };
}

function inputOf(
  { tracked, folder, namespace }: PlacedStackSet,
  context: DecisionContext,
  timers: Timers,
): Parameters<typeof decidePackage>[0] {
  const { found, provenance, removalAllowed } = tracked;
  const stacks = found.stacks.map(({ stack }) => stack);
  const freshness = context.cluster.freshness(observedKinds(found));
  return {
    stackSet: found.stackSet,
    stacks,
    state: found.state,
    observation: observeStacks(withNamespace(found.stackSet, namespace), stacks, context.cluster.snapshot(), found.config),
    now: context.now,
    policy: { config: found.config, awaitRoutes: true },
    controller: context.controller,
    path: folder,
    provenance,
    timers,
    ...(context.freeze && { freeze: context.freeze }),
    ...(!freshness.fresh && { stale: { since: freshness.since, why: freshness.reason } }),
    removalAllowed,
  };
}

/** The objects of a StackSet that leaves its namespace to others are looked for where they put it; what is decided does not name it. */
const withNamespace = (stackSet: StackSet, namespace: string | undefined): StackSet =>
  namespace === undefined ? stackSet : { ...stackSet, metadata: { ...stackSet.metadata, namespace } };
