import { SKIPPER_BACKEND_ANNOTATION, SKIPPER_PREDICATE_ANNOTATION } from '../model/annotations.ts';
import type { KubernetesObject, ObjectMeta, StringMap } from '../model/kubernetes.ts';
import { type ChildRule, childMeta, NOTHING, type Rendered, rendered, type StackContext } from './child.ts';
import { forwardsTraffic } from './forward-backend.ts';
import { stackHosts } from './hosts.ts';
import { buildIngress } from './ingress-object.ts';
import { segmentPredicates } from './segment-predicates.ts';
import { synchronizeAnnotations } from './synchronize-annotations.ts';

export const SEGMENT_SUFFIX = '-traffic-segment';

/** The stack's own address, for a look before it has traffic; only where a host is below a cluster domain. */
export const ingress: ChildRule = (context) => {
  const hosts = stackHosts(context.stack.metadata.name, context.stack.spec.ingress?.hosts ?? [], context.config.clusterDomains);
  return hosts.length === 0 ? NOTHING : stackIngress(context, hosts, '', frozenAnnotations(context));
};

/** The stack's share of the StackSet's hosts. */
export const segmentIngress: ChildRule = (context) => {
  const { stack, config } = context;
  if (config.trafficProvider !== 'skipper-segments') return NOTHING;
  const annotations = routeAnnotations(context);
  const own = annotations[SKIPPER_PREDICATE_ANNOTATION];
  const predicate = [...segmentPredicates(context), ...(own ? [own] : [])].join(' && ');
  return stackIngress(context, stack.spec.ingress?.hosts ?? [], SEGMENT_SUFFIX, {
    ...annotations,
    [SKIPPER_PREDICATE_ANNOTATION]: predicate,
  });
};

function stackIngress(context: StackContext, hosts: readonly string[], suffix: string, annotations: StringMap): Rendered {
  const object = ingressTo(context, hosts, childMeta(context, { suffix, annotations }));
  return object ? rendered(object) : NOTHING;
}

/** An Ingress that sends hosts to the stack; undefined where the stack has none. */
export function ingressTo(
  { stack, backendPort }: StackContext,
  hosts: readonly string[],
  metadata: ObjectMeta,
): KubernetesObject | undefined {
  if (stack.spec.ingress === undefined || backendPort === undefined || hosts.length === 0) return undefined;
  return buildIngress(metadata, hosts, stack.spec.ingress.path, [{ serviceName: stack.metadata.name, port: backendPort }]);
}

/** Annotations of a route on the StackSet's hosts: frozen with the stack, but for those that follow the StackSet. */
export const routeAnnotations = (context: StackContext): StringMap =>
  synchronizeAnnotations(frozenAnnotations(context), context.synchronizedIngress, context.config.syncIngressAnnotations);

/** As they were when the stack was created, and Skipper's order to forward where the stack does. */
function frozenAnnotations({ stack }: StackContext): StringMap {
  return { ...(forwardsTraffic(stack) && { [SKIPPER_BACKEND_ANNOTATION]: 'forward' }), ...stack.spec.ingress?.metadata?.annotations };
}
