import type { KubernetesObject, ObjectMeta, StringMap } from '../model/kubernetes.ts';
import type { Problem } from '../model/problem.ts';
import type { RouteGroupRoute, RouteGroupSpec } from '../model/stack.ts';
import { type ChildRule, childMeta, NOTHING, type Rendered, rendered, type StackContext, stackProblem } from './child.ts';
import { forwardRouteGroup, forwardsTraffic } from './forward-backend.ts';
import { stackHosts } from './hosts.ts';
import { SEGMENT_SUFFIX } from './ingress.ts';
import { buildRouteGroup, serviceBackend, sortBackends } from './route-group-object.ts';
import { segmentPredicates } from './segment-predicates.ts';
import { synchronizeAnnotations } from './synchronize-annotations.ts';

/** The stack's own address, as `ingress` gives it, by a RouteGroup. */
export const routeGroup: ChildRule = (context) => {
  const spec = context.stack.spec.routegroup;
  if (!spec || !context.config.routeGroups) return NOTHING;
  const hosts = stackHosts(context.stack.metadata.name, spec.hosts, context.config.clusterDomains);
  return stackRouteGroup(context, spec, hosts, spec.routes, '', spec.metadata?.annotations ?? {});
};

/** The stack's share of the StackSet's hosts, in each of its routes; hosts stay in the order written. */
export const segmentRouteGroup: ChildRule = (context) => {
  const { stack, config } = context;
  const spec = stack.spec.routegroup;
  if (!spec || !config.routeGroups || config.trafficProvider !== 'skipper-segments') return NOTHING;
  const predicates = segmentPredicates(context);
  const routes = spec.routes.map((route) => ({ ...route, predicates: [...(route.predicates ?? []), ...predicates] }));
  return stackRouteGroup(context, spec, spec.hosts, routes, SEGMENT_SUFFIX, routeGroupAnnotations(context, spec), false);
};

/** @param reports false where the other RouteGroup of the stack already says what is wrong with both */
function stackRouteGroup(
  context: StackContext,
  spec: RouteGroupSpec,
  hosts: readonly string[],
  routes: readonly RouteGroupRoute[],
  suffix: string,
  annotations: StringMap,
  reports = true,
): Rendered {
  const problems = overlappingBackends(context, spec);
  if (problems.length > 0) return { objects: [], problems: reports ? problems : [] };
  return hosts.length === 0
    ? NOTHING
    : rendered(routeGroupTo(context, { ...spec, hosts, routes }, childMeta(context, { suffix, annotations })));
}

/** A RouteGroup that sends hosts to the stack, or to another cluster where the stack forwards. Its backend port is the RouteGroup's. */
export function routeGroupTo({ stack }: StackContext, spec: RouteGroupSpec, metadata: ObjectMeta): KubernetesObject {
  const { name } = stack.metadata;
  const routed = {
    hosts: spec.hosts,
    backends: sortBackends([serviceBackend(name, spec), ...(spec.additionalBackends ?? [])]),
    defaultBackends: [{ backendName: name, weight: 100 }],
    routes: spec.routes,
  };
  return buildRouteGroup(metadata, forwardsTraffic(stack) ? forwardRouteGroup(routed) : routed);
}

/** Annotations of a route on the StackSet's hosts: frozen with the stack, but for those that follow the StackSet. */
export const routeGroupAnnotations = ({ synchronizedRouteGroup, config }: StackContext, spec: RouteGroupSpec): StringMap =>
  synchronizeAnnotations(spec.metadata?.annotations ?? {}, synchronizedRouteGroup, config.syncIngressAnnotations);

/** An additional backend may be the stack's own neither by name nor by service. */
function overlappingBackends({ stack }: StackContext, { additionalBackends = [] }: RouteGroupSpec): readonly Problem[] {
  const { name } = stack.metadata;
  return additionalBackends.flatMap((backend, index) => {
    const field = backend.name === name ? 'name' : backend.serviceName === name ? 'serviceName' : undefined;
    if (!field) return [];
    const path = ['spec', 'routegroup', 'additionalBackends', index, field];
    const message = `the additional backend's ${field} ${JSON.stringify(name)} is the stack's own`;
    return [
      stackProblem(stack, 'error', 'BackendOverlapsStack', path, message, 'Choose another name; the stack itself is always a backend.'),
    ];
  });
}
