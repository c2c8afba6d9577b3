import type { KubernetesObject, StringMap } from '../model/kubernetes.ts';
import { referenceTo } from '../model/kubernetes.ts';
import type { Problem } from '../model/problem.ts';
import type { PlannedStack } from '../model/stack-plan.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { Rendered, StackContext } from './child.ts';
import { buildIngress } from './ingress-object.ts';
import { buildRouteGroup, serviceBackend, sortBackends } from './route-group-object.ts';
import { routesMeta } from './stack-set-meta.ts';

/** Tells Skipper's older tooling that these weights are not edited here; the original always writes it. */
const TRAFFIC_AUTHORITATIVE_ANNOTATION = 'zalando.org/traffic-authoritative';

/**
 * `trafficProvider: skipper-weights`: one Ingress and one RouteGroup of the StackSet, with the stacks' weights in them, in
 * place of a segment for each stack.
 * @param leader the stack with the most weight
 */
export function weightedRoutes(stackSet: StackSet, stacks: readonly PlannedStack[], leader: StackContext, labels: StringMap): Rendered {
  if (leader.config.trafficProvider !== 'skipper-weights' || leader.decision.weight === 0) return { objects: [], problems: [] };
  const byName = stacks.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const problems = overlappingBackends(stackSet, byName);
  return {
    objects: [...weightedIngress(stackSet, byName, leader, labels), ...weightedRouteGroup(stackSet, byName, leader, labels, problems)],
    problems,
  };
}

const withTraffic = (stacks: readonly PlannedStack[]): readonly PlannedStack[] => stacks.filter(({ decision }) => decision.weight > 0);

function weightedIngress(
  { spec: { ingress } }: StackSet,
  stacks: readonly PlannedStack[],
  leader: StackContext,
  labels: StringMap,
): readonly KubernetesObject[] {
  if (!ingress) return [];
  const active = withTraffic(stacks);
  const weights = JSON.stringify(Object.fromEntries(active.map(({ name, decision }) => [name, decision.weight])));
  const annotations = {
    ...ingress.metadata?.annotations,
    [TRAFFIC_AUTHORITATIVE_ANNOTATION]: 'false',
    [leader.config.backendWeightsAnnotationKey]: weights,
  };
  const backends = active.map(({ name }) => ({ serviceName: name, port: ingress.backendPort }));
  return [buildIngress(routesMeta(leader, '', labels, annotations), ingress.hosts, ingress.path, backends)];
}

/** RouteGroups take whole weights: 14.000000000000002 is 14, where the original's cut makes 28 of 28.999…. */
function weightedRouteGroup(
  { spec: { routegroup } }: StackSet,
  stacks: readonly PlannedStack[],
  leader: StackContext,
  labels: StringMap,
  problems: readonly Problem[],
): readonly KubernetesObject[] {
  if (!routegroup || !leader.config.routeGroups || problems.length > 0) return [];
  const annotations = routegroup.metadata?.annotations ?? {};
  const spec = {
    hosts: routegroup.hosts,
    backends: sortBackends([...stacks.map(({ name }) => serviceBackend(name, routegroup)), ...(routegroup.additionalBackends ?? [])]),
    defaultBackends: withTraffic(stacks).map(({ name, decision }) => ({ backendName: name, weight: Math.round(decision.weight) })),
    routes: routegroup.routes,
  };
  return [buildRouteGroup(routesMeta(leader, '', labels, annotations), spec)];
}

function overlappingBackends(stackSet: StackSet, stacks: readonly PlannedStack[]): readonly Problem[] {
  const names = new Set(stacks.map(({ name }) => name));
  return (stackSet.spec.routegroup?.additionalBackends ?? []).flatMap((backend, index): readonly Problem[] => {
    const field = names.has(backend.name) ? 'name' : names.has(backend.serviceName ?? '') ? 'serviceName' : undefined;
    if (!field) return [];
    return [
      {
        severity: 'error',
        reason: 'BackendOverlapsStack',
        object: referenceTo(stackSet),
        path: ['spec', 'routegroup', 'additionalBackends', index, field],
        message: `the additional backend's ${field} ${JSON.stringify(backend[field])} is a stack's`,
        remedy: 'Choose another name; every stack is a backend already.',
      },
    ];
  });
}
