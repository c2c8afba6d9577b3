import { type DecisionRule, isWanted, mapStacks, type StackSituation, withState } from './situation.ts';

/**
 * Keeps `noTrafficSince`: it starts when a stack is created or loses its traffic, and is cleared while the stack has or is to get
 * some, so that a stack that waits for traffic is revived first.
 */
export const trackTraffic: DecisionRule = (situation) =>
  mapStacks(situation, (stack) => {
    if (isWanted(stack)) return withoutTimer(stack);
    return stack.state.noTrafficSince === undefined ? withState(stack, { noTrafficSince: situation.nowText }) : stack;
  });

function withoutTimer(stack: StackSituation): StackSituation {
  if (stack.state.noTrafficSince === undefined) return stack;
  const { noTrafficSince: _, ...state } = stack.state;
  return { ...stack, state };
}
