import { awaitsScaleDown } from '../lifecycle/await-scale-down.ts';
import { type DecisionRule, mapStacks, type Situation, type StackSituation, withBlocked, withState } from '../lifecycle/situation.ts';
import type { StackReadiness } from '../model/decision.ts';
import { makesPodsAhead } from '../prescale/makes-pods-ahead.ts';
import { laggingRoutes } from './route-lag.ts';

/**
 * Moves to the asked-for weights, in one step, if every stack that grows is ready and the live routes show the last step; otherwise
 * keeps what is decided and says why. A stack that cannot be started yet is told by `scaleDown`.
 */
export const switchTraffic: DecisionRule = (situation) => {
  const { stacks, policy } = situation;
  if (stacks.every(({ asked, state }) => asked === state.weight)) return situation;
  if (stacks.some((stack) => awaitsScaleDown(stack, situation))) return situation;
  const unready = stacks.filter(({ asked, state }) => asked > state.weight).flatMap((stack) => unreadiness(stack, situation));
  const lagging = policy.awaitRoutes ? stacks.flatMap((stack) => laggingRoutes(stack, policy.config)) : [];
  if (unready.length === 0 && lagging.length === 0) return mapStacks(situation, (stack) => withState(stack, { weight: stack.asked }));
  const waiting = unready.length > 0 ? withBlocked(situation, { reason: 'StacksNotReady', stacks: unready }) : situation;
  return lagging.length > 0 ? withBlocked(waiting, { reason: 'NotApplied', routes: lagging }) : waiting;
};

/** Nothing where the stack is ready for more traffic. One whose pods are made ahead needs all of them. */
function unreadiness(stack: StackSituation, situation: Situation): readonly StackReadiness[] {
  const { readiness, state } = stack;
  if (!makesPodsAhead(stack, situation)) return readiness.ready ? [] : [readiness];
  const neededReplicas = Math.max(state.prescaling?.replicas ?? readiness.replicas, readiness.neededReplicas);
  const wanted = state.prescaling?.replicas ?? readiness.replicas;
  const enough = readiness.updatedReplicas >= wanted && readiness.readyReplicas >= wanted;
  return readiness.ready && enough ? [] : [{ ...readiness, ready: false, neededReplicas }];
}
