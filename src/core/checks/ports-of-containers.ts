import type { FieldPath } from '../model/problem.ts';
import type { Container, ContainerPort, Stack } from '../model/stack.ts';

/** A container's port and where it stands in the Stack. */
export interface LocatedPort {
  readonly port: ContainerPort;
  readonly container: number;
  readonly path: FieldPath;
}

export const CONTAINERS_PATH: FieldPath = ['spec', 'podTemplate', 'spec', 'containers'];

/** All ports of all containers, in the order in which they become ports of the Service. */
export function portsOfContainers({ spec }: Stack): readonly LocatedPort[] {
  return spec.podTemplate.spec.containers.flatMap((container, index) =>
    (container.ports ?? []).map((port, portIndex) => ({ port, container: index, path: [...CONTAINERS_PATH, index, 'ports', portIndex] })),
  );
}

/** Ports that a Service may lead to: those of the containers, and of init containers, which may be sidecars. */
export function reachablePorts(stack: Stack): readonly ContainerPort[] {
  const sidecars = (stack.spec.podTemplate.spec.initContainers ?? []) as readonly Container[];
  return [...portsOfContainers(stack).map(({ port }) => port), ...sidecars.flatMap(({ ports }) => ports ?? [])];
}
