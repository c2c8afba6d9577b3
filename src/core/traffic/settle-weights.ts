import { type DecisionRule, mapStacks, type Situation, withBlocked, withState } from '../lifecycle/situation.ts';
import { askedWeights } from './asked-weights.ts';
import { fallbackStack } from './fallback-stack.ts';
import { roundWeights, type TrafficWeights } from './round-weights.ts';

/**
 * Settles what is decided so far and what is asked for, both in percent that sum to 100. Where no weight is decided the fallback
 * stack has it all; where none is asked for, or traffic is on hold, what is decided stays.
 */
export const settleWeights: DecisionRule = (situation) => {
  const names = situation.stacks.map(({ name }) => name);
  const decided = decidedWeights(situation);
  const wanted = askedWeights(situation.stackSet, names, situation.policy.config);
  const hold = situation.before?.spec.hold;
  const asked = hold || isZero(wanted) ? decided : wanted;
  const settled = mapStacks(situation, (stack) => ({
    ...withState(stack, { weight: decided.get(stack.name) ?? 0 }),
    asked: asked.get(stack.name) ?? 0,
  }));
  if (!hold || isZero(wanted) || names.every((name) => wanted.get(name) === decided.get(name))) return settled;
  return withBlocked(settled, { reason: 'OnHold', since: hold.since, commit: hold.commit, asked: wanted });
};

function decidedWeights({ stacks, policy }: Situation): TrafficWeights {
  const weights = new Map(stacks.map(({ name, state }) => [name, state.weight > 0 && Number.isFinite(state.weight) ? state.weight : 0]));
  if (!isZero(weights)) return roundWeights(weights, policy.config.weightPrecision);
  const fallback = fallbackStack(stacks);
  return new Map(stacks.map(({ name }) => [name, name === fallback ? 100 : 0]));
}

const isZero = (weights: TrafficWeights): boolean => [...weights.values()].every((weight) => weight === 0);
