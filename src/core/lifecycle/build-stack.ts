import {
  FORWARD_BACKEND_ANNOTATION,
  LOCAL_CONFIG_ANNOTATION,
  ORDINAL_ANNOTATION,
  STACK_HASH_ANNOTATION,
  STACK_VERSION_LABEL,
  STACKSET_LABEL,
} from '../model/annotations.ts';
import type { StringMap } from '../model/kubernetes.ts';
import type { RenderConfig } from '../model/render-config.ts';
import { type ServicePort, STACK_API_VERSION, type Stack, type StackSpec } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import { type Sha256, stackHash } from './stack-hash.ts';
import { currentVersion, stackName } from './stack-name.ts';

/** The value that the original gives the annotation on the Stack, whatever the StackSet's says. */
const FORWARD_BACKEND_NAME = 'fwd';

/** The spec that the StackSet's current version would have: the template, with the StackSet's routes. */
export function buildStackSpec(stackSet: StackSet): StackSpec {
  const { ingress, externalIngress, routegroup, stackTemplate } = stackSet.spec;
  const { version: _version, service, ...template } = stackTemplate.spec;
  return {
    ...(ingress && { ingress }),
    ...(externalIngress && { externalIngress }),
    ...(routegroup && { routegroup }),
    ...template,
    ...(service && { service: { ...service, ...(service.ports && { ports: service.ports.map(withProtocol) }) } }),
  };
}

const withProtocol = (port: ServicePort): ServicePort => (port.protocol ? port : { ...port, protocol: 'TCP' });

/**
 * The Stack of the StackSet's current version: a snapshot that later changes of the template do not reach.
 * @param ordinal its place in the order of creation, from 1; Git has no creationTimestamp.
 * @param digest see `stackHash`
 */
export function buildStack(stackSet: StackSet, ordinal: number, config: RenderConfig, digest?: Sha256): Stack {
  const { namespace } = stackSet.metadata;
  const spec = buildStackSpec(stackSet);
  return {
    apiVersion: STACK_API_VERSION,
    kind: 'Stack',
    metadata: {
      name: stackName(stackSet.metadata.name, currentVersion(stackSet)),
      ...(namespace !== undefined && { namespace }),
      labels: stackLabels(stackSet),
      annotations: stackAnnotations(stackSet, ordinal, stackHash(spec, digest), config),
    },
    spec,
  };
}

/** `stackset` gives way to the StackSet's labels, and those to `stack-version`, as in the original. */
function stackLabels(stackSet: StackSet): StringMap {
  return { [STACKSET_LABEL]: stackSet.metadata.name, ...stackSet.metadata.labels, [STACK_VERSION_LABEL]: currentVersion(stackSet) };
}

function stackAnnotations(stackSet: StackSet, ordinal: number, hash: string, config: RenderConfig): StringMap {
  const forwards = config.forwardSupport && stackSet.metadata.annotations?.[FORWARD_BACKEND_ANNOTATION] !== undefined;
  return {
    ...stackSet.spec.stackTemplate.metadata?.annotations,
    ...(forwards && { [FORWARD_BACKEND_ANNOTATION]: FORWARD_BACKEND_NAME }),
    ...(!config.applyStacks && { [LOCAL_CONFIG_ANNOTATION]: 'true' }),
    [ORDINAL_ANNOTATION]: String(ordinal),
    [STACK_HASH_ANNOTATION]: hash,
  };
}
