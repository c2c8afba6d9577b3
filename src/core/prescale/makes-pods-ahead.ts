import type { Situation, StackSituation } from '../lifecycle/situation.ts';
import { forwardsTraffic } from '../resources/forward-backend.ts';
import { isPrescaling } from './is-prescaling.ts';

/**
 * Whether a stack that is to get more traffic gets its pods first: where the StackSet says so, and where routes are awaited also one that
 * was scaled down, until it has the traffic. Without its pods made ahead it would be ready with the least that its autoscaler allows and
 * then get all at once, as in a rollback. The original knows no difference between such a stack and any other.
 */
export function makesPodsAhead({ state, stack }: StackSituation, { stackSet, policy }: Pick<Situation, 'stackSet' | 'policy'>): boolean {
  const isStarted = state.scaledDown === true || state.prescaling !== undefined;
  return isPrescaling(stackSet) || (policy.awaitRoutes && isStarted && !forwardsTraffic(stack));
}
