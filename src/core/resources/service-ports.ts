import type { PortReference } from '../model/kubernetes.ts';
import type { ServicePort, Stack } from '../model/stack.ts';

/** A person's service ports, else one for each container port. */
export function servicePorts({ spec }: Stack): readonly ServicePort[] {
  const own = spec.service?.ports ?? [];
  return own.length > 0 ? own : portsOfContainers(spec.podTemplate.spec.containers);
}

/** Unnamed container ports become `port-<container index>-<port index>`, and TCP where they name no protocol. */
function portsOfContainers(containers: Stack['spec']['podTemplate']['spec']['containers']): readonly ServicePort[] {
  return containers.flatMap((container, containerIndex) =>
    (container.ports ?? []).map((port, portIndex) => ({
      name: port.name || `port-${containerIndex}-${portIndex}`,
      protocol: port.protocol || 'TCP',
      port: port.containerPort,
      targetPort: port.containerPort,
    })),
  );
}

/** A number means the port's number, a text its name, even where the text is digits. */
export const servesPort = (port: ServicePort, wanted: PortReference): boolean =>
  typeof wanted === 'number' ? port.port === wanted : port.name === wanted;
