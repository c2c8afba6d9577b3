import type { Problem } from '../model/problem.ts';
import type { Container, Stack } from '../model/stack.ts';
import type { StackRule } from './check-rule.ts';
import { errorOn } from './finding.ts';
import { DNS_1123_LABEL, nameFault, PORT_NAME } from './name-format.ts';
import { portNumberProblems, protocolProblems } from './port-number.ts';
import { CONTAINERS_PATH, type LocatedPort, portsOfContainers } from './ports-of-containers.ts';

/**
 * Containers that the API server refuses in a pod: none, of one name, with names that are no DNS labels, with ports that clash.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Container
 */
export const containerProblems: StackRule = (stack) => {
  const { containers } = stack.spec.podTemplate.spec;
  if (containers.length === 0) {
    const message = 'a pod needs a container';
    return [
      errorOn(stack, { reason: 'ContainersMissing', path: CONTAINERS_PATH, message, remedy: 'Add a container with a name and an image.' }),
    ];
  }
  return [
    ...containers.flatMap((container, index) => containerNameProblems(stack, container, index)),
    ...portsOfContainers(stack).flatMap((located) => containerPortProblems(stack, located)),
  ];
};

function containerNameProblems(stack: Stack, { name }: Container, index: number): readonly Problem[] {
  const { containers } = stack.spec.podTemplate.spec;
  const path = [...CONTAINERS_PATH, index, 'name'];
  const fault = nameFault(name, DNS_1123_LABEL);
  if (fault) {
    const message = `no container can be called ${JSON.stringify(name)}: it ${fault}`;
    return [errorOn(stack, { reason: 'ContainerNameInvalid', path, message, remedy: 'Rename the container.' })];
  }
  if (containers.findIndex((other) => other.name === name) === index) return [];
  const message = `there are two containers ${name} in the pod`;
  return [errorOn(stack, { reason: 'ContainerNameRepeated', path, message, remedy: 'Rename one of them.' })];
}

function containerPortProblems(stack: Stack, { port, path, container }: LocatedPort): readonly Problem[] {
  return [
    ...portNumberProblems(stack, [...path, 'containerPort'], port.containerPort),
    ...protocolProblems(stack, [...path, 'protocol'], port.protocol),
    ...portNameProblems(stack, { port, path, container }),
  ];
}

function portNameProblems(stack: Stack, { port, path, container }: LocatedPort): readonly Problem[] {
  const { name } = port;
  if (!name) return [];
  const fault = nameFault(name, PORT_NAME);
  if (fault) {
    const message = `no container's port can be called ${JSON.stringify(name)}: it ${fault}`;
    return [errorOn(stack, { reason: 'PortNameInvalid', path: [...path, 'name'], message, remedy: 'Rename the port.' })];
  }
  const siblings = stack.spec.podTemplate.spec.containers[container]?.ports ?? [];
  if (siblings.findIndex((other) => other.name === name) === path.at(-1)) return [];
  const message = `the container has two ports ${name}`;
  return [errorOn(stack, { reason: 'PortNameRepeated', path: [...path, 'name'], message, remedy: 'Rename one of them.' })];
}
