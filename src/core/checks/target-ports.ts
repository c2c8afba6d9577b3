import type { PortReference } from '../model/kubernetes.ts';
import type { Problem } from '../model/problem.ts';
import type { ContainerPort, ServicePort, Stack } from '../model/stack.ts';
import type { StackRule } from './check-rule.ts';
import { warningOn } from './finding.ts';
import { nameFault, PORT_NAME } from './name-format.ts';
import { isPortNumber } from './port-number.ts';
import { reachablePorts } from './ports-of-containers.ts';

/**
 * Ports of the Service that lead to no port of a container. The original and the API server accept them: a name that no
 * container has leads nowhere; a number works where the container listens without saying so.
 * https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
 */
export const targetPortProblems: StackRule = (stack) => {
  const ports = reachablePorts(stack);
  return (stack.spec.service?.ports ?? []).flatMap((port, index) => problemOf(stack, port, index, ports));
};

function problemOf(stack: Stack, port: ServicePort, index: number, ports: readonly ContainerPort[]): readonly Problem[] {
  const target = port.targetPort || port.port;
  if (isServed(target, ports) || !isPort(target)) return [];
  const known = ports.map(({ name, containerPort }) => (name ? `${containerPort} (${name})` : String(containerPort)));
  return [
    warningOn(stack, {
      reason: 'TargetPortUnknown',
      path: ['spec', 'service', 'ports', index, port.targetPort ? 'targetPort' : 'port'],
      message: `no container has the port ${JSON.stringify(target)}; they have ${known.join(', ') || 'none'}`,
      remedy:
        typeof target === 'string' ? 'Name a port of a container.' : 'Point targetPort to a port of a container, or list the port there.',
    }),
  ];
}

/** What is no port at all is told by `service-ports.ts`. */
const isPort = (target: PortReference): boolean =>
  typeof target === 'string' ? nameFault(target, PORT_NAME) === undefined : isPortNumber(target);

/** Containers that list no ports at all may listen on any. */
function isServed(target: PortReference, ports: readonly ContainerPort[]): boolean {
  if (typeof target === 'string') return ports.some(({ name }) => name === target);
  return ports.length === 0 || ports.some(({ containerPort }) => containerPort === target);
}
