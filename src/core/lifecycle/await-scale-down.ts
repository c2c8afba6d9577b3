import { forwardsTraffic } from '../resources/forward-backend.ts';
import type { Situation, StackSituation } from './situation.ts';

/**
 * Whether a stack that is asked for must not be started yet: Git has it scaled down, and the live Deployment still has pods. A sync of the
 * scale-down may be under way; it would take the pods after the stack has got its traffic. Once they are gone the sync is over, and
 * pods that come later are those of the next commit. What has traffic already is started all the same.
 */
export function awaitsScaleDown({ stack, state, asked, readiness }: StackSituation, { policy }: Pick<Situation, 'policy'>): boolean {
  const isRevived = state.scaledDown === true && asked > 0 && state.weight === 0;
  return policy.awaitRoutes && isRevived && readiness.replicas > 0 && !forwardsTraffic(stack);
}
