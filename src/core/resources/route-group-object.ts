import type { JsonObject, KubernetesObject, ObjectMeta } from '../model/kubernetes.ts';
import { type RouteGroupBackend, type RouteGroupSpec, STACK_API_VERSION } from '../model/stack.ts';

/** A stack as a RouteGroup's backend. */
export function serviceBackend(
  stackName: string,
  { backendPort, lbAlgorithm }: Pick<RouteGroupSpec, 'backendPort' | 'lbAlgorithm'>,
): RouteGroupBackend {
  return {
    name: stackName,
    type: 'service',
    serviceName: stackName,
    servicePort: backendPort,
    ...(lbAlgorithm && { algorithm: lbAlgorithm }),
  };
}

/** Backends sorted by name, so that the order of stacks makes no difference. */
export const sortBackends = (backends: readonly RouteGroupBackend[]): readonly RouteGroupBackend[] =>
  backends.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));

/** A RouteGroup, Skipper's richer Ingress. https://opensource.zalando.com/skipper/kubernetes/routegroups/ */
export const buildRouteGroup = (metadata: ObjectMeta, spec: JsonObject): KubernetesObject => ({
  apiVersion: STACK_API_VERSION,
  kind: 'RouteGroup',
  metadata,
  spec,
});
