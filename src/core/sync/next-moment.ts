import { scaledownTTL } from '../lifecycle/scale-down.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetState, StackState, Timestamp } from '../model/state.ts';
import { type EpochSeconds, formatTimestamp, parseTimestamp } from '../model/timestamp.ts';
import { resetDelayOf } from '../prescale/reset-delay.ts';
import { hasRoutes } from '../traffic/asked-weights.ts';

/**
 * When time alone may next change what is decided: a stack's time without traffic is over, or its prescaling. Undefined where only Git or
 * the cluster can. What was due before and still waits, waits for something else than time.
 * @param state after the decision at `now`
 */
export function nextMoment(state: StackSetState, stackSet: StackSet, now: Timestamp): Timestamp | undefined {
  const present = parseTimestamp(now);
  if (present === undefined || !hasRoutes(stackSet)) return undefined;
  const moments = (state.spec.stacks ?? []).flatMap((stack) => momentsOf(stack, stackSet)).filter((moment) => moment > present);
  return moments.length === 0 ? undefined : formatTimestamp(Math.min(...moments));
}

/** Both ends come strictly after their time, and times are told in whole seconds. */
function momentsOf({ noTrafficSince, scaledDown, prescaling }: StackState, stackSet: StackSet): readonly EpochSeconds[] {
  const idle = scaledDown ? undefined : parseTimestamp(noTrafficSince ?? '');
  const raised = parseTimestamp(prescaling?.lastTrafficIncrease ?? '');
  return [
    ...(idle === undefined ? [] : [idle + Math.floor(scaledownTTL(stackSet)) + 1]),
    ...(raised === undefined ? [] : [raised + Math.floor(resetDelayOf(stackSet)) + 1]),
  ];
}
