import { buildStack } from './lifecycle/build-stack.ts';
import { planStacks } from './lifecycle/plan-stacks.ts';
import type { KubernetesObject } from './model/kubernetes.ts';
import type { Problem } from './model/problem.ts';
import type { RenderConfig } from './model/render-config.ts';
import type { Stack } from './model/stack.ts';
import type { PlannedStack } from './model/stack-plan.ts';
import type { StackSet } from './model/stack-set.ts';
import type { StackSetState } from './model/state.ts';
import type { ConfigurationSource } from './resources/frozen-configuration.ts';
import { leadingStack, renderRoutes } from './resources/render-routes.ts';
import { ordinalOf, type RenderedStack, renderStack, surroundingsOf } from './resources/render-stack.ts';
import { onTemplate } from './resources/template-problem.ts';

/** A Stack that is in Git already, with the copies of configuration that were frozen with it. */
export interface KnownStack {
  readonly stack: Stack;
  readonly frozen: readonly ConfigurationSource[];
}

export interface RenderInput {
  readonly stackSet: StackSet;
  readonly stacks: readonly KnownStack[];
  readonly state?: StackSetState;
  readonly config: RenderConfig;
  /** The ConfigMaps and Secrets of the package, of which a new stack takes its copies. */
  readonly configuration: readonly ConfigurationSource[];
}

export interface Rendering {
  /** In the order of their creation. */
  readonly stacks: readonly (RenderedStack & { readonly plan: PlannedStack })[];
  /** The StackSet's own routes. */
  readonly routes: readonly KubernetesObject[];
  readonly problems: readonly Problem[];
}

/**
 * Expands a StackSet: its Stacks, with a new one where the current version never had one, and all their children.
 * The same input always gives the same result, in whatever order stacks and configuration are given.
 */
export function render({ stackSet, stacks, state, config, configuration }: RenderInput): Rendering {
  const known = new Map(stacks.map((entry) => [entry.stack.metadata.name, entry]));
  const plans = planStacks(
    stackSet,
    stacks.map(({ stack }) => ({ name: stack.metadata.name, ordinal: ordinalOf(stack) })),
    state,
    config,
  );
  const rendered = plans.map((plan) => {
    const entry = known.get(plan.name);
    const stack = entry?.stack ?? buildStack(stackSet, plan.ordinal, config);
    const result = renderStack(stack, surroundingsOf(stackSet, plan.decision, config), config, entry?.frozen ?? configuration);
    return { plan, ...result, problems: entry ? result.problems : result.problems.map((problem) => onTemplate(problem, stackSet)) };
  });
  const leader = rendered.find(({ plan }) => plan.name === leadingStack(plans)?.name);
  const routes = leader ? renderRoutes(stackSet, plans, leader.stack, config) : { objects: [], problems: [] };
  return { stacks: rendered, routes: routes.objects, problems: [...rendered.flatMap(({ problems }) => problems), ...routes.problems] };
}
