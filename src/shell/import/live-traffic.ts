import type { StackSetState } from '../../core/model/state.ts';
import { SEGMENT_SUFFIX } from '../../core/resources/ingress.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import { liveSegment, segmentWeight } from '../kubernetes/live-weights.ts';

/**
 * The state with the weights of the live segments, where it has none: a dump may lack statuses, and what is routed must stay routed.
 */
export function withLiveTraffic(state: StackSetState, live: LiveObjects): StackSetState {
  const { stacks = [] } = state.spec;
  if (stacks.some(({ weight }) => weight > 0)) return state;
  const { namespace } = state.metadata;
  const routed = stacks.map((stack) => ({ ...stack, weight: routedWeight(stack.name, namespace, live) }));
  return { ...state, spec: { ...state.spec, stacks: routed } };
}

function routedWeight(stackName: string, namespace: string | undefined, live: LiveObjects): number {
  const name = `${stackName}${SEGMENT_SUFFIX}`;
  const route = live.find('Ingress', namespace, name) ?? live.find('RouteGroup', namespace, name);
  return route ? segmentWeight(liveSegment(route)) : 0;
}
