import { STATE_API_VERSION } from '../lifecycle/next-state.ts';
import { LOCAL_CONFIG_ANNOTATION } from '../model/annotations.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { StackSetState, StackState } from '../model/state.ts';
import { roundWeights, type TrafficWeights } from '../traffic/round-weights.ts';

/** How far live weights may be from 100 percent in sum and still be as they were decided: what adding doubles leaves behind. */
const TOLERANCE = 1e-6;

/** Digits of a percent that are kept: stackset-controller shows 14.000000000000002 where 14 is meant. */
const DIGITS = 1e9;

/**
 * The state that Git begins with: the decisions as they are live, adopted by no controller.
 * @param live what stackset-controller keeps in the statuses, or a state; of the Stacks that exist
 */
export function importedState(live: StackSetState, config: RenderConfig): StackSetState {
  const { name, namespace } = live.metadata;
  const { observedStackVersion, segmentOrder = [], stacks = [] } = live.spec;
  const weights = wholeWeights(stacks, config);
  return {
    apiVersion: STATE_API_VERSION,
    kind: 'StackSetState',
    metadata: { name, ...(namespace !== undefined && { namespace }), annotations: { [LOCAL_CONFIG_ANNOTATION]: 'true' } },
    spec: {
      ...(observedStackVersion !== undefined && { observedStackVersion }),
      segmentOrder,
      stacks: stacks.map((stack) => importedEntry(stack, weights.get(stack.name) ?? 0)),
    },
  };
}

/** Whether the weights of the stacks that exist do not sum to 100, as where a Stack with traffic was deleted. */
export function isUneven({ spec }: StackSetState): boolean {
  const sum = (spec.stacks ?? []).reduce((total, { weight }) => total + weight, 0);
  return sum > 0 && Math.abs(sum - 100) > TOLERANCE;
}

function wholeWeights(stacks: readonly StackState[], { weightPrecision }: RenderConfig): TrafficWeights {
  const weights = new Map(stacks.map(({ name, weight }) => [name, Math.round(weight * DIGITS) / DIGITS]));
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  return Math.abs(sum - 100) <= TOLERANCE ? weights : roundWeights(weights, weightPrecision);
}

function importedEntry({ name, createdAt, noTrafficSince, scaledDown, prescaling }: StackState, weight: number): StackState {
  const isPrescaled = prescaling !== undefined && prescaling.lastTrafficIncrease !== '';
  return {
    name,
    ...(createdAt !== undefined && { createdAt }),
    weight,
    ...(noTrafficSince !== undefined && { noTrafficSince }),
    ...(scaledDown && weight === 0 && { scaledDown }),
    // A prescaling without any time could never be reset, and the live number of pods is the autoscaler's by now.
    ...(isPrescaled && { prescaling }),
  };
}
