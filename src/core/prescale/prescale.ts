import { awaitsScaleDown } from '../lifecycle/await-scale-down.ts';
import { type DecisionRule, mapStacks, type StackSituation, withState } from '../lifecycle/situation.ts';
import type { PrescalingState, Timestamp } from '../model/state.ts';
import { type EpochSeconds, parseTimestamp } from '../model/timestamp.ts';
import { makesPodsAhead } from './makes-pods-ahead.ts';
import { replicasInUse, type Usage } from './replicas-in-use.ts';
import { resetDelayOf } from './reset-delay.ts';

/**
 * Makes pods ahead of traffic: a stack that is to grow gets as many as its new share needs, by the pods that serve the traffic now.
 * They are held until strictly longer than the reset delay after more traffic was last asked for.
 */
export const prescale: DecisionRule = (situation) => {
  const { stackSet, stacks, now, nowText } = situation;
  if (stacks.length === 0) return situation;
  const usage = replicasInUse(stacks);
  const delay = resetDelayOf(stackSet);
  return mapStacks(situation, (stack) => {
    const grows = stack.asked > stack.state.weight && !awaitsScaleDown(stack, situation);
    const raised = grows && makesPodsAhead(stack, situation) ? raise(stack, usage, now, nowText) : stack;
    return isOver(raised, now, delay) ? reset(raised) : raised;
  });
};

function raise(stack: StackSituation, usage: Usage, now: EpochSeconds, nowText: Timestamp): StackSituation {
  const { prescaling } = stack.state;
  const before = parseTimestamp(prescaling?.lastTrafficIncrease ?? '');
  const lastTrafficIncrease = prescaling && before !== undefined && before > now ? prescaling.lastTrafficIncrease : nowText;
  const target = prescaling && prescaling.desiredWeight >= stack.asked ? prescaling : newTarget(stack, usage);
  return withState(stack, { prescaling: { ...target, lastTrafficIncrease } });
}

function newTarget({ asked, stack, state }: StackSituation, usage: Usage): Omit<PrescalingState, 'lastTrafficIncrease'> {
  const proportional = usage.traffic > 0 ? Math.ceil((asked * usage.replicas) / usage.traffic) : (state.prescaling?.replicas ?? 0);
  const replicas = proportional > 0 ? proportional : (stack.spec.replicas ?? 1);
  return { replicas: Math.min(replicas, stack.spec.autoscaler?.maxReplicas ?? replicas), desiredWeight: asked };
}

function isOver({ state: { prescaling } }: StackSituation, now: EpochSeconds, delay: number): boolean {
  const since = parseTimestamp(prescaling?.lastTrafficIncrease ?? '');
  return since !== undefined && now - since > delay;
}

function reset(stack: StackSituation): StackSituation {
  const { prescaling: _, ...state } = stack.state;
  return { ...stack, state };
}
