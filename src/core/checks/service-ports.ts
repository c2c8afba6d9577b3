import type { FieldPath, Problem } from '../model/problem.ts';
import type { ServicePort, Stack } from '../model/stack.ts';
import { backendPortOf } from '../resources/backend-port.ts';
import { servicePorts } from '../resources/service-ports.ts';
import type { StackRule } from './check-rule.ts';
import { errorOn } from './finding.ts';
import { DNS_1123_LABEL, nameFault, PORT_NAME } from './name-format.ts';
import { portNumberProblems, protocolProblems } from './port-number.ts';
import { portsOfContainers } from './ports-of-containers.ts';

interface LocatedServicePort {
  readonly port: ServicePort;
  readonly path: FieldPath;
}

/**
 * Ports that the API server refuses in a Service, whether a person listed them or they come from the containers.
 * https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services
 */
export const servicePortProblems: StackRule = (stack) => {
  const own = stack.spec.service?.ports ?? [];
  const ports = servicePorts(stack);
  if (ports.length === 0) return withoutPorts(stack);
  if (own.length === 0) return clashes(stack, locateDerived(stack, ports));
  const located = own.map((port, index) => ({ port, path: ['spec', 'service', 'ports', index] }));
  return [...located.flatMap((entry) => listedPortProblems(stack, entry, own.length)), ...clashes(stack, located)];
};

/** The Service's ports stand for the containers', one for one. */
function locateDerived(stack: Stack, ports: readonly ServicePort[]): readonly LocatedServicePort[] {
  const sources = portsOfContainers(stack);
  return ports.map((port, index) => ({ port, path: sources[index]?.path ?? [] }));
}

/** Where something routes to the stack, `resources/service.ts` already misses the port. */
function withoutPorts(stack: Stack): readonly Problem[] {
  if (backendPortOf(stack.spec) !== undefined) return [];
  return [
    errorOn(stack, {
      reason: 'ServicePortsMissing',
      path: ['spec', 'podTemplate', 'spec', 'containers'],
      message: "no container has a port, and the API server refuses the stack's Service without one",
      remedy: 'Give a container a port, or list ports under service.',
    }),
  ];
}

function listedPortProblems(stack: Stack, { port, path }: LocatedServicePort, count: number): readonly Problem[] {
  return [
    ...portNumberProblems(stack, [...path, 'port'], port.port),
    ...protocolProblems(stack, [...path, 'protocol'], port.protocol),
    ...portNameProblems(stack, { port, path }, count),
    ...targetPortProblems(stack, { port, path }),
  ];
}

function portNameProblems(stack: Stack, { port, path }: LocatedServicePort, count: number): readonly Problem[] {
  if (!port.name) {
    if (count === 1) return [];
    const message = 'a Service with several ports needs a name for each';
    return [errorOn(stack, { reason: 'PortNameMissing', path, message, remedy: 'Add a name, such as http.' })];
  }
  const fault = nameFault(port.name, DNS_1123_LABEL);
  if (fault === undefined) return [];
  const message = `no Service's port can be called ${JSON.stringify(port.name)}: it ${fault}`;
  return [errorOn(stack, { reason: 'PortNameInvalid', path: [...path, 'name'], message, remedy: 'Rename the port.' })];
}

/** Kubernetes takes 0 and '' for "the same as port". */
function targetPortProblems(stack: Stack, { port, path }: LocatedServicePort): readonly Problem[] {
  const { targetPort } = port;
  if (!targetPort) return [];
  const at = [...path, 'targetPort'];
  if (typeof targetPort === 'number') return portNumberProblems(stack, at, targetPort);
  const fault = nameFault(targetPort, PORT_NAME);
  if (fault === undefined) return [];
  const message = `no container's port can be called ${JSON.stringify(targetPort)}: it ${fault}`;
  const remedy = /^\d+$/.test(targetPort) ? `Write ${targetPort} without quotes for the port's number.` : 'Name a port of a container.';
  return [errorOn(stack, { reason: 'PortNameInvalid', path: at, message, remedy })];
}

/** Two ports of one name, or of one number and protocol. */
function clashes(stack: Stack, ports: readonly LocatedServicePort[]): readonly Problem[] {
  return ports.flatMap((entry, index) => {
    const before = ports.slice(0, index);
    const sameName = before.find(({ port, path }) => entry.port.name && port.name === entry.port.name && !sameContainer(path, entry.path));
    const sameNumber = before.find(({ port }) => port.port === entry.port.port && protocolOf(port) === protocolOf(entry.port));
    return [
      ...(sameName ? [repeated(stack, entry, { reason: 'PortNameRepeated', what: `named ${entry.port.name}` })] : []),
      ...(sameNumber ? [repeated(stack, entry, { reason: 'PortRepeated', what: `${protocolOf(entry.port)} ${entry.port.port}` })] : []),
    ];
  });
}

const protocolOf = (port: ServicePort): string => port.protocol || 'TCP';

/** Two ports of one name in one container are found by `containers.ts`. */
const sameContainer = (a: FieldPath, b: FieldPath): boolean => a[1] === 'podTemplate' && a[4] === b[4];

function repeated(
  stack: Stack,
  { path }: LocatedServicePort,
  { reason, what }: { readonly reason: string; readonly what: string },
): Problem {
  const fromContainers = path[1] === 'podTemplate';
  const remedy = fromContainers ? 'Change or remove one of them, or list the ports to use under service.' : 'Change or remove one of them.';
  return errorOn(stack, { reason, path, message: `the Service would have two ports ${what}`, remedy });
}
