import type { FieldPath, Problem } from '../model/problem.ts';
import type { ServicePort, Stack } from '../model/stack.ts';
import { type ChildRule, childMeta, rendered, stackProblem } from './child.ts';
import { podSelector } from './selector.ts';
import { servesPort, servicePorts } from './service-ports.ts';

/** The stack's Service. The port that the routes name must be one of its ports, or no request would arrive. */
export const service: ChildRule = (context) => {
  const { stack, backendPort } = context;
  const ports = servicePorts(stack);
  if (backendPort !== undefined && !ports.some((port) => servesPort(port, backendPort))) {
    return { objects: [], problems: [backendPortProblem(stack, backendPort, ports)] };
  }
  const annotations = stack.spec.service?.metadata?.annotations ?? {};
  return rendered({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: childMeta(context, { annotations }),
    spec: { type: 'ClusterIP', selector: podSelector(stack), ports },
  });
};

function backendPortProblem(stack: Stack, backendPort: number | string, ports: readonly ServicePort[]): Problem {
  const known = ports.map(({ name, port }) => (name ? `${port} (${name})` : String(port)));
  const message = `backendPort ${JSON.stringify(backendPort)} is no port of the stack's Service, which has ${known.join(', ') || 'none'}`;
  const remedy =
    known.length > 0
      ? 'Name one of these, by number or by name, or add the port.'
      : 'Give a container a port, or list ports under service.';
  return stackProblem(stack, 'error', 'BackendPortUnknown', backendPortPath(stack), message, remedy);
}

/** Where the port stands that counts: the RouteGroup's over the Ingress's, as in `backend-port.ts`. */
function backendPortPath({ spec }: Stack): FieldPath {
  const route = (['routegroup', 'ingress', 'externalIngress'] as const).find((field) => spec[field] !== undefined);
  return route ? ['spec', route, 'backendPort'] : ['spec', 'service', 'ports'];
}
