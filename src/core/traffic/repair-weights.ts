import { type DecisionRule, mapStacks, type StackSituation, withState } from '../lifecycle/situation.ts';

/**
 * A state that gives weight to a scaled-down stack is no decision of ours: a revert came after the stack's pods were gone. Requests
 * stay on stacks that run: those that had them by the last good weights, where these are known, else those that the live routes lead
 * to, else those that the state gives the rest. Only where none runs the weights stay, and the scaled-down stack is started.
 */
export const repairWeights: DecisionRule = (situation) => {
  const { stacks, repairTo } = situation;
  if (!repairTo && !stacks.some(({ state }) => state.scaledDown && state.weight > 0)) return situation;
  const lastGood = ({ name }: StackSituation): number => repairTo?.get(name) ?? 0;
  const candidates: readonly ((stack: StackSituation) => number)[] = [lastGood, routedWeight, ({ state }) => state.weight];
  for (const weightOf of candidates) {
    const kept = (stack: StackSituation): number => (stack.state.scaledDown ? 0 : weightOf(stack));
    if (stacks.some((stack) => kept(stack) > 0)) return mapStacks(situation, (stack) => withState(stack, { weight: kept(stack) }));
  }
  return situation;
};

const routedWeight = ({ observation }: StackSituation): number => Math.max(0, ...observation.routes.map(({ weight }) => weight));
