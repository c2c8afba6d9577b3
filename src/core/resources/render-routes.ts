import { STACKSET_LABEL } from '../model/annotations.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import type { PlannedStack } from '../model/stack-plan.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { Rendered } from './child.ts';
import { fallbackRoutes } from './fallback-route.ts';
import { withoutLeftOut } from './left-out.ts';
import { contextOf, surroundingsOf } from './render-stack.ts';
import { weightedRoutes } from './weighted-routes.ts';

/** The stack with the most weight, of equals the older one; undefined where nothing has traffic. */
export function leadingStack(stacks: readonly PlannedStack[]): PlannedStack | undefined {
  const [leader] = stacks.toSorted((a, b) => b.decision.weight - a.decision.weight || a.ordinal - b.ordinal);
  return leader && leader.decision.weight > 0 ? leader : undefined;
}

/**
 * The StackSet's own routes: the fallback below the segments, or the routes with weights.
 * @param leader the Stack of `leadingStack`
 */
export function renderRoutes(stackSet: StackSet, stacks: readonly PlannedStack[], leader: Stack, config: RenderConfig): Rendered {
  const planned = stacks.find(({ name }) => name === leader.metadata.name);
  if (!planned || planned.decision.drained) return { objects: [], problems: [] };
  const context = contextOf(leader, surroundingsOf(stackSet, planned.decision, config), config);
  const labels = { [STACKSET_LABEL]: stackSet.metadata.name, ...stackSet.metadata.labels };
  const weighted = weightedRoutes(stackSet, stacks, context, labels);
  const fallback = withoutLeftOut(leader, { objects: fallbackRoutes(context, labels), problems: [] });
  return { objects: [...fallback.objects, ...weighted.objects], problems: weighted.problems };
}
