import type { StackSituation } from '../lifecycle/situation.ts';
import type { RouteLag } from '../model/decision.ts';
import type { RenderConfig } from '../model/render-config.ts';

/** Live routes that give a stack requests, although it has no weight any more. */
export function routesThatStillLeadTo({ name, observation }: StackSituation): readonly RouteLag[] {
  return observation.routes.filter(({ weight }) => weight > 0).map(({ kind, weight }) => ({ name, kind, decided: 0, routed: weight }));
}

/**
 * Live routes that do not show the weight yet that Git gives a stack, those included that are not there at all. Where none are generated, because
 * somebody else routes the requests, none can lag.
 */
export function laggingRoutes({ name, stack, weightInGit, observation }: StackSituation, config: RenderConfig): readonly RouteLag[] {
  const decided = weightInGit;
  const lags = observation.routes
    .filter(({ weight, step }) => Math.abs(weight - decided) >= step / 2)
    .map(({ kind, weight }) => ({ name, kind, decided, routed: weight }));
  const { ingress, routegroup } = stack.spec;
  const expected = [...(ingress ? ['Ingress' as const] : []), ...(routegroup && config.routeGroups ? ['RouteGroup' as const] : [])];
  const absent = decided === 0 ? [] : expected.filter((kind) => !observation.routes.some((route) => route.kind === kind));
  return [...lags, ...absent.map((kind) => ({ name, kind, decided, routed: 0 }))];
}
