import type { DecisionRule } from '../lifecycle/situation.ts';
import { leftToRight } from './segments.ts';

/** Stacks with traffic keep their places from left to right, so that users stay where they are; new ones follow by name. */
export const orderSegments: DecisionRule = (situation) => {
  const weights = new Map(situation.stacks.map(({ name, state }) => [name, state.weight]));
  return { ...situation, segmentOrder: leftToRight(weights, situation.segmentOrder) };
};
