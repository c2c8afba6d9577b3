import type { StackTimers, Timers } from '../model/package-decision.ts';
import type { StackSetState, StackState, Timestamp } from '../model/state.ts';
import { parseTimestamp } from '../model/timestamp.ts';

/**
 * The state with the times of the last decision that was not worth a commit. Of Git's time and the remembered one the later counts: Git
 * may have been written since, by another process. A time that lies ahead was written by a clock that was wrong, and nothing would happen
 * before it comes: it counts as if it were now.
 */
export function withTimers(state: StackSetState, timers: Timers, now: Timestamp): StackSetState {
  if (!state.spec.stacks) return state;
  const stacks = state.spec.stacks.map((stack) => withTimersOf(stack, timers.get(stack.name) ?? {}, now));
  return { ...state, spec: { ...state.spec, stacks } };
}

function withTimersOf(stack: StackState, timers: StackTimers, now: Timestamp): StackState {
  const { prescaling, createdAt } = stack;
  const noTrafficSince = stack.weight > 0 ? stack.noTrafficSince : latest(stack.noTrafficSince, timers.noTrafficSince, now);
  const lastTrafficIncrease = prescaling && latest(prescaling.lastTrafficIncrease, timers.lastTrafficIncrease, now);
  return {
    ...stack,
    ...(createdAt !== undefined && { createdAt: notAhead(createdAt, now) ?? now }),
    ...(noTrafficSince !== undefined && { noTrafficSince }),
    ...(prescaling && lastTrafficIncrease !== undefined && { prescaling: { ...prescaling, lastTrafficIncrease } }),
  };
}

/** The later of two times that do not lie ahead; now where that is so of all there are. */
function latest(inGit: Timestamp | undefined, remembered: Timestamp | undefined, now: Timestamp): Timestamp | undefined {
  const known = later(notAhead(inGit, now), notAhead(remembered, now));
  return known === undefined && (inGit ?? remembered) !== undefined ? now : known;
}

/** The time, or undefined where it lies ahead of now. What cannot be read is left to the checks of a state. */
function notAhead(time: Timestamp | undefined, now: Timestamp): Timestamp | undefined {
  const [moment, present] = [parseTimestamp(time ?? ''), parseTimestamp(now)];
  return moment !== undefined && present !== undefined && moment > present ? undefined : time;
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
