import type { RenderConfig } from '../model/render-config.ts';
import type { IngressSpec, RouteGroupSpec } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import { FALLBACK_SUFFIX } from '../resources/fallback-route.ts';
import { stackHosts } from '../resources/hosts.ts';
import { SEGMENT_SUFFIX } from '../resources/ingress.ts';

/** A name that an object takes among those of its kind; `Stack` stands for everything that is called like the stack but its routes. */
export interface ClaimedName {
  readonly kind: 'Stack' | 'Ingress' | 'RouteGroup';
  readonly name: string;
  /** What it is, as a person would say: "the segment of shop-v1". */
  readonly what: string;
}

type Routes = { readonly kind: 'Ingress' | 'RouteGroup'; readonly spec: IngressSpec | RouteGroupSpec };

/** The names that the objects of a StackSet take, when it has these stacks. */
export function claimedNames(stackSet: StackSet, stackNames: readonly string[], config: RenderConfig): readonly ClaimedName[] {
  const stacks = [...new Set(stackNames)];
  return [
    ...stacks.map((name) => ({ kind: 'Stack', name, what: `the stack ${name}` }) as const),
    ...routesOf(stackSet, config).flatMap((routes) => [
      ...stacks.flatMap((name) => ownRoute(name, routes, config)),
      ...generatedRoutes(stackSet.metadata.name, stacks, routes.kind, config),
    ]),
  ];
}

function routesOf({ spec }: StackSet, config: RenderConfig): readonly Routes[] {
  return [
    ...(spec.ingress ? [{ kind: 'Ingress', spec: spec.ingress } as const] : []),
    ...(spec.routegroup && config.routeGroups ? [{ kind: 'RouteGroup', spec: spec.routegroup } as const] : []),
  ];
}

/** A stack has a route of its own only where a host is below a cluster domain. */
function ownRoute(name: string, { kind, spec }: Routes, { clusterDomains }: RenderConfig): readonly ClaimedName[] {
  return stackHosts(name, spec.hosts, clusterDomains).length === 0 ? [] : [{ kind, name, what: `the ${kind} of the stack ${name}` }];
}

function generatedRoutes(
  stackSetName: string,
  stacks: readonly string[],
  kind: Routes['kind'],
  config: RenderConfig,
): readonly ClaimedName[] {
  if (config.trafficProvider === 'skipper-weights')
    return [{ kind, name: stackSetName, what: `the ${kind} of the StackSet ${stackSetName}` }];
  const segments = stacks.map((name) => ({ kind, name: `${name}${SEGMENT_SUFFIX}`, what: `the segment ${kind} of ${name}` }));
  const fallback = { kind, name: `${stackSetName}${FALLBACK_SUFFIX}`, what: `the fallback ${kind} of the StackSet ${stackSetName}` };
  return config.gapFallback ? [...segments, fallback] : segments;
}
