import type { PortReference } from '../model/kubernetes.ts';
import type { StackSpec } from '../model/stack.ts';

type Routes = Pick<StackSpec, 'ingress' | 'routegroup' | 'externalIngress'>;

/** The port that requests are sent to; with Ingress and RouteGroup both it is the RouteGroup's. */
export const backendPortOf = ({ ingress, routegroup, externalIngress }: Routes): PortReference | undefined =>
  (routegroup ?? ingress ?? externalIngress)?.backendPort;

/**
 * Whether Ingress and RouteGroup send requests to different ports. A port's name counts as its digits, or as 0 where it has
 * none, when the two are compared: the original compares Kubernetes' IntOrString.IntValue.
 */
export function backendPortsDiffer({ ingress, routegroup }: Routes): boolean {
  return ingress !== undefined && routegroup !== undefined && intValue(ingress.backendPort) !== routegroup.backendPort;
}

const intValue = (port: PortReference): number => (typeof port === 'number' ? port : /^[+-]?\d+$/.test(port) ? Number(port) : 0);
