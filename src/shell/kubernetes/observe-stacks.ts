import { PRUNE_PROTECTION, STACK_HASH_ANNOTATION } from '../../core/model/annotations.ts';
import {
  OBSERVED_KINDS,
  type Observation,
  type ObservedChild,
  type ObservedKind,
  type ObservedPods,
  type ObservedRoute,
} from '../../core/model/observation.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import { SEGMENT_SUFFIX } from '../../core/resources/ingress.ts';
import type { LiveIndex } from './cluster.ts';
import { countAt, type LiveObject, textAt } from './live-object.ts';
import { liveBackendWeights, liveSegment, segmentWeight } from './live-weights.ts';

/** On every object that stackset-controller generates: `metadata.generation` of the Stack that it was generated from. */
export const STACK_GENERATION_ANNOTATION = 'stackset-controller.zalando.org/stack-generation';

/** What the live objects show of a StackSet's stacks. Objects that nobody generated for a stack are left out, whatever their names. */
export function observeStacks(stackSet: StackSet, stacks: readonly Stack[], live: LiveIndex, config: RenderConfig): Observation {
  const { namespace } = stackSet.metadata;
  return new Map(
    stacks.map((stack) => {
      const { name } = stack.metadata;
      const children = OBSERVED_KINDS.flatMap((kind) =>
        [name, `${name}${SEGMENT_SUFFIX}`].flatMap((childName) => live.find(kind, namespace, childName) ?? []),
      ).filter(isGenerated);
      const deployment = children.find(({ kind }) => kind === 'Deployment');
      const routes =
        config.trafficProvider === 'skipper-segments' ? segmentRoutes(children, config) : weightRoutes(stackSet, name, live, config);
      const observation = { children: children.map((child) => observeChild(child, stack)), routes };
      return [name, deployment ? { ...observation, pods: observePods(deployment) } : observation];
    }),
  );
}

const isGenerated = (object: LiveObject): boolean =>
  object.metadata.annotations?.[STACK_HASH_ANNOTATION] !== undefined ||
  object.metadata.annotations?.[STACK_GENERATION_ANNOTATION] !== undefined;

function observeChild(child: LiveObject, stack: Stack): ObservedChild {
  return {
    kind: child.kind as ObservedKind,
    name: child.metadata.name,
    upToDate: isUpToDate(child, stack),
    pruneProtected: isProtected(child),
  };
}

/** Our hash has the last word: objects taken over from stackset-controller may carry its annotation on. */
function isUpToDate(child: LiveObject, stack: Stack): boolean {
  const { annotations = {} } = child.metadata;
  const hash = annotations[STACK_HASH_ANNOTATION];
  if (hash !== undefined) return hash === stack.metadata.annotations?.[STACK_HASH_ANNOTATION];
  return annotations[STACK_GENERATION_ANNOTATION] === String((stack as LiveObject).metadata.generation);
}

function isProtected({ metadata: { annotations = {} } }: LiveObject): boolean {
  return Object.entries(PRUNE_PROTECTION).some(([key, value]) => annotations[key]?.split(',').includes(value));
}

function observePods(deployment: LiveObject): ObservedPods {
  return {
    observed: (countAt(deployment, ['status', 'observedGeneration']) ?? 0) === (deployment.metadata.generation ?? 0),
    replicas: countAt(deployment, ['spec', 'replicas']) ?? 1,
    updatedReplicas: countAt(deployment, ['status', 'updatedReplicas']) ?? 0,
    readyReplicas: countAt(deployment, ['status', 'readyReplicas']) ?? 0,
  };
}

function segmentRoutes(children: readonly LiveObject[], config: RenderConfig): readonly ObservedRoute[] {
  return children.flatMap((child): readonly ObservedRoute[] => {
    const { kind } = child;
    if ((kind !== 'Ingress' && kind !== 'RouteGroup') || !child.metadata.name.endsWith(SEGMENT_SUFFIX)) return [];
    return [{ kind, weight: segmentWeight(liveSegment(child)), step: config.weightPrecision }];
  });
}

/** RouteGroups hold whole weights only. */
function weightRoutes({ metadata }: StackSet, stackName: string, live: LiveIndex, config: RenderConfig): readonly ObservedRoute[] {
  return (['Ingress', 'RouteGroup'] as const).flatMap((kind): readonly ObservedRoute[] => {
    const route = live.find(kind, metadata.namespace, metadata.name);
    if (!route || textAt(route, ['metadata', 'labels', 'stackset']) !== metadata.name) return [];
    const weight = liveBackendWeights(route, config.backendWeightsAnnotationKey).get(stackName) ?? 0;
    return [{ kind, weight, step: kind === 'Ingress' ? config.weightPrecision : 1 }];
  });
}
