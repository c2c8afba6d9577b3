import { FORWARD_BACKEND_ANNOTATION } from '../model/annotations.ts';
import type { JsonObject } from '../model/kubernetes.ts';
import type { Stack } from '../model/stack.ts';

/** Skipper's name for the backend of another cluster, chosen by whoever runs Skipper. */
const FORWARD_BACKEND = 'fwd';

/** Whether a stack's requests go to another cluster, in the middle of a migration; it then has no pods here. */
export const forwardsTraffic = (stack: Stack): boolean => stack.metadata.annotations?.[FORWARD_BACKEND_ANNOTATION] !== undefined;

/** A RouteGroup's spec with every backend replaced by the other cluster. */
export function forwardRouteGroup(spec: JsonObject): JsonObject {
  const backends = [{ backendName: FORWARD_BACKEND }];
  return {
    ...spec,
    backends: [{ name: FORWARD_BACKEND, type: 'forward' }],
    defaultBackends: backends,
    routes: (spec.routes as readonly JsonObject[]).map((route) => ({ ...route, backends })),
  };
}
