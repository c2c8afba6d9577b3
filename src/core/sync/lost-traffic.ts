import type { StateProvenance } from '../model/package-decision.ts';
import type { StackSetState } from '../model/state.ts';
import { later } from './timers.ts';

/**
 * The state with the time at which a person took the traffic from stacks that the controller had given some. A revert brings back the times
 * of long ago too: the stack that just served would be scaled down at once, and there would be no way forward again.
 */
export function withLossesByPerson(state: StackSetState, { writer, time, controllerState }: StateProvenance): StackSetState {
  if (writer !== 'person' || time === undefined || !controllerState || !state.spec.stacks) return state;
  const served = new Set(controllerState.spec.stacks?.filter(({ weight }) => weight > 0).map(({ name }) => name));
  const stacks = state.spec.stacks.map((stack) => {
    if (stack.weight > 0 || !served.has(stack.name)) return stack;
    return { ...stack, noTrafficSince: later(stack.noTrafficSince, time) ?? time };
  });
  return { ...state, spec: { ...state.spec, stacks } };
}
