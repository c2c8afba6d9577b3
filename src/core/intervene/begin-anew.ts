import type { Autoscaler } from '../model/autoscaler.ts';
import type { Stack } from '../model/stack.ts';
import type { PrescalingState, StackSetState, StackState, Timestamp } from '../model/state.ts';

/** With how many pods a cluster that is empty is to begin. */
export interface AnewWish {
  readonly now: Timestamp;
  /** Percent of the most pods that the autoscalers allow, for all of the traffic. */
  readonly ofMost: number;
}

/**
 * The state for a cluster that has nothing yet. Every stack with weight is prescaled to its share of the most pods that its autoscaler
 * allows, since nobody knows any more how many there were; where there is no autoscaler, Git holds the number. All waits begin now: no stack
 * is scaled down because of what was long ago, and the pods are held as after a growth of traffic.
 * @param stacks those in Git
 */
export function beginAnew(state: StackSetState, stacks: readonly Stack[], wish: AnewWish): StackSetState {
  if (!state.spec.stacks) return state;
  const autoscalers = new Map(stacks.map(({ metadata, spec }) => [metadata.name, spec.autoscaler]));
  return { ...state, spec: { ...state.spec, stacks: state.spec.stacks.map((stack) => anew(stack, autoscalers.get(stack.name), wish)) } };
}

function anew(stack: StackState, autoscaler: Autoscaler | undefined, wish: AnewWish): StackState {
  const { noTrafficSince, scaledDown } = stack;
  const prescaling = prescalingOf(stack, autoscaler, wish);
  return { ...stack, ...(noTrafficSince !== undefined && !scaledDown && { noTrafficSince: wish.now }), ...(prescaling && { prescaling }) };
}

function prescalingOf(
  { weight, prescaling }: StackState,
  autoscaler: Autoscaler | undefined,
  { now, ofMost }: AnewWish,
): PrescalingState | undefined {
  if (weight === 0 || !autoscaler) return prescaling && { ...prescaling, lastTrafficIncrease: now };
  const share = Math.ceil((autoscaler.maxReplicas * ofMost * weight) / 10_000);
  const replicas = Math.min(autoscaler.maxReplicas, Math.max(share, autoscaler.minReplicas ?? 1));
  return { replicas, desiredWeight: weight, lastTrafficIncrease: now };
}
