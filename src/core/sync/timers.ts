import type { StackTimers, Timers } from '../model/package-decision.ts';
import type { StackSetState, StackState, Timestamp } from '../model/state.ts';
import { parseTimestamp } from '../model/timestamp.ts';

/**
 * The state with the times of the last decision that was not worth a commit. Of Git's time and the remembered one the later counts: Git
 * may have been written since, by another process.
 */
export function withTimers(state: StackSetState, timers: Timers): StackSetState {
  if (timers.size === 0 || !state.spec.stacks) return state;
  const stacks = state.spec.stacks.map((stack) => withTimersOf(stack, timers.get(stack.name) ?? {}));
  return { ...state, spec: { ...state.spec, stacks } };
}

function withTimersOf(stack: StackState, timers: StackTimers): StackState {
  const { prescaling } = stack;
  const noTrafficSince = stack.weight > 0 ? stack.noTrafficSince : later(stack.noTrafficSince, timers.noTrafficSince);
  const lastTrafficIncrease = prescaling && later(prescaling.lastTrafficIncrease, timers.lastTrafficIncrease);
  return {
    ...stack,
    ...(noTrafficSince !== undefined && { noTrafficSince }),
    ...(prescaling && lastTrafficIncrease !== undefined && { prescaling: { ...prescaling, lastTrafficIncrease } }),
  };
}

/** What the next decision has to be given of this one. */
export function timersOf(state: StackSetState): Timers {
  const times = (state.spec.stacks ?? []).map(({ name, noTrafficSince, prescaling }): readonly [string, StackTimers] => [
    name,
    {
      ...(noTrafficSince !== undefined && { noTrafficSince }),
      ...(prescaling && { lastTrafficIncrease: prescaling.lastTrafficIncrease }),
    },
  ]);
  return new Map(times.filter(([, timers]) => Object.keys(timers).length > 0));
}

/** The later of two times; one that cannot be read counts as none. */
export function later(a: Timestamp | undefined, b: Timestamp | undefined): Timestamp | undefined {
  const [first, second] = [parseTimestamp(a ?? ''), parseTimestamp(b ?? '')];
  if (first === undefined) return second === undefined ? a : b;
  return second !== undefined && second > first ? b : a;
}
