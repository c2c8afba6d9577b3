import { STATE_API_VERSION } from '../../core/lifecycle/next-state.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { PrescalingState, StackSetState, StackState } from '../../core/model/state.ts';
import { parseTimestamp } from '../../core/model/timestamp.ts';
import { SEGMENT_SUFFIX } from '../../core/resources/ingress.ts';
import { fieldAt } from '../../core/schema/field-at.ts';
import { countAt, listAt, textAt } from './live-object.ts';
import type { LiveObjects } from './live-objects.ts';
import { liveSegment } from './live-weights.ts';

/**
 * The decisions of stackset-controller, which it keeps in the statuses: weights from the StackSet's, times and prescaling from the
 * Stacks', and the order of the segments from the live routes. That a stack is scaled down shows in its Deployment, which has no pods
 * although the Stack asks for some.
 */
export function readStatuses(stackSet: StackSet, stacks: readonly Stack[], live: LiveObjects): StackSetState {
  const { name, namespace } = stackSet.metadata;
  const observedStackVersion = textAt(stackSet, ['status', 'observedStackVersion']);
  const weights = liveTraffic(stackSet);
  return {
    apiVersion: STATE_API_VERSION,
    kind: 'StackSetState',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    spec: {
      ...(observedStackVersion && { observedStackVersion }),
      segmentOrder: segmentOrder(stackSet, stacks, live),
      stacks: stacks.map((stack) => stackState(stack, weights.get(stack.metadata.name) ?? 0, live)),
    },
  };
}

function liveTraffic(stackSet: StackSet): ReadonlyMap<string, number> {
  return new Map(
    listAt(stackSet, ['status', 'traffic']).map((entry) => [
      textAt(entry, ['serviceName']) ?? textAt(entry, ['stackName']) ?? '',
      countAt(entry, ['weight']) ?? 0,
    ]),
  );
}

function stackState(stack: Stack, weight: number, live: LiveObjects): StackState {
  const { name } = stack.metadata;
  const createdAt = timeAt(stack, ['metadata', 'creationTimestamp']);
  const noTrafficSince = timeAt(stack, ['status', 'noTrafficSince']);
  const prescaling = prescalingOf(stack);
  const scaledDown = weight === 0 && noTrafficSince !== undefined && isWithoutPods(stack, live);
  return {
    name,
    ...(createdAt && { createdAt }),
    weight,
    ...(noTrafficSince && { noTrafficSince }),
    ...(scaledDown && { scaledDown }),
    ...(prescaling && { prescaling }),
  };
}

/** Where the template itself asks for no pods, only the missing autoscaler tells. */
function isWithoutPods({ metadata: { name, namespace }, spec }: Stack, live: LiveObjects): boolean {
  if (countAt(live.find('Deployment', namespace, name), ['spec', 'replicas']) !== 0) return false;
  return spec.autoscaler ? !live.find('HorizontalPodAutoscaler', namespace, name) : spec.replicas !== 0;
}

function prescalingOf(stack: Stack): PrescalingState | undefined {
  const at = ['status', 'prescalingStatus'];
  if (fieldAt(stack, [...at, 'active']) !== true) return undefined;
  return {
    replicas: countAt(stack, [...at, 'replicas']) ?? 0,
    desiredWeight: countAt(stack, [...at, 'desiredTrafficWeight']) ?? 0,
    lastTrafficIncrease: timeAt(stack, [...at, 'lastTrafficIncrease']) ?? timeAt(stack, ['metadata', 'creationTimestamp']) ?? '',
  };
}

function timeAt(object: unknown, path: readonly string[]): string | undefined {
  const text = textAt(object, path);
  return text !== undefined && parseTimestamp(text) !== undefined ? text : undefined;
}

/** Names of the stacks by the lower limit of their live segments; those without a share are left out. */
function segmentOrder({ metadata }: StackSet, stacks: readonly Stack[], live: LiveObjects): readonly string[] {
  return stacks
    .flatMap(({ metadata: { name } }) => {
      const route = (['Ingress', 'RouteGroup'] as const)
        .map((kind) => live.find(kind, metadata.namespace, `${name}${SEGMENT_SUFFIX}`))
        .find((object) => object !== undefined);
      const [lower, upper] = route ? liveSegment(route) : [0, 0];
      return upper > lower ? [{ name, lower, upper }] : [];
    })
    .toSorted((a, b) => a.lower - b.lower || a.upper - b.upper)
    .map(({ name }) => name);
}
