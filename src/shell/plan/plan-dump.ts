import type { Plan } from '../../core/model/plan.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { Timestamp } from '../../core/model/state.ts';
import { groupStackSets, type LiveStackSet } from '../kubernetes/group-stack-sets.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import { LiveObjects } from '../kubernetes/live-objects.ts';
import { observeStacks } from '../kubernetes/observe-stacks.ts';
import { buildPlan, buildStackSetPlan } from './build-plan.ts';
import { type PlanEntry, refusedEntry } from './plan-entry.ts';
import { planStackSet, type StackSetOutlook } from './plan-stack-set.ts';

/** What would happen now to every StackSet of a dump: what `stackset plan --live FILE` shows where it is given no folder. */
export function planDump(objects: readonly LiveObject[], now: Timestamp, config: RenderConfig): Plan {
  const live = new LiveObjects(objects);
  return buildPlan(
    now,
    planDumpEntries(live, now, config).map(({ part }) => part),
  );
}

/** The same, with what reports for people show besides. */
export function planDumpEntries(live: LiveObjects, now: Timestamp, config: RenderConfig): readonly PlanEntry[] {
  const { stackSets, invalid } = groupStackSets(live, config.controllerId);
  return [
    ...stackSets.map((stackSet) => {
      const outlook = planLiveStackSet(stackSet, live, now, config);
      return { part: buildStackSetPlan(outlook, config), outlook, problems: outlook.problems, live };
    }),
    ...invalid.map(({ object, problems }) => refusedEntry(object, problems, live)),
  ];
}

/**
 * The decision on one StackSet of a dump, with all that it follows from. While stackset-controller still decides, it writes the routes
 * itself and waits for none.
 */
function planLiveStackSet(
  { stackSet, stacks, state, isOriginal, problems }: LiveStackSet,
  live: LiveObjects,
  now: Timestamp,
  config: RenderConfig,
): StackSetOutlook {
  const input = {
    stackSet,
    stacks: stacks.map((stack) => ({ stack, frozen: [] })),
    state,
    observation: observeStacks(stackSet, stacks, live, config),
    configuration: [],
  };
  const outlook = planStackSet(input, now, { config, awaitRoutes: !isOriginal });
  return { ...outlook, problems: [...problems, ...outlook.problems] };
}
