import type { StackSituation } from '../lifecycle/situation.ts';
import type { RouteLag } from '../model/decision.ts';
import type { RenderConfig } from '../model/render-config.ts';

/** Live routes that give a stack requests, although it has no weight any more. */
export function routesThatStillLeadTo({ name, observation }: StackSituation): readonly RouteLag[] {
  return observation.routes.filter(({ weight }) => weight > 0).map(({ kind, weight }) => ({ name, kind, decided: 0, routed: weight }));
}

/**
 * Live routes that show neither the weight that Git gives a stack nor the one that was settled on since (a stack may have been
 * removed by hand), those included that are not there at all. Where none are generated, because somebody else routes the requests,
 * none can lag.
 */
export function laggingRoutes(stack: StackSituation, config: RenderConfig): readonly RouteLag[] {
  const { name, state, weightInGit, observation } = stack;
  const absent = expectedRoutes(stack, config).filter((kind) => !observation.routes.some((route) => route.kind === kind));
  return [...observation.routes, ...absent.map((kind) => ({ kind, weight: 0, step: config.weightPrecision }))]
    .filter(({ weight, step }) => [weightInGit, state.weight].every((decided) => Math.abs(weight - decided) >= step / 2))
    .map(({ kind, weight }) => ({ name, kind, decided: state.weight, routed: weight }));
}

function expectedRoutes({ stack }: StackSituation, { routeGroups }: RenderConfig): readonly RouteLag['kind'][] {
  const { ingress, routegroup } = stack.spec;
  return [...(ingress ? ['Ingress' as const] : []), ...(routegroup && routeGroups ? ['RouteGroup' as const] : [])];
}
