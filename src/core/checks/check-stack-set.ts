import type { Problem } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import { trafficProblems } from './traffic.ts';

/** What a StackSet is judged by, besides itself. */
export interface CheckContext {
  readonly config: RenderConfig;
  /** All stacks after the render. */
  readonly stackNames: readonly string[];
  /** The Stack that this render makes of the StackSet, if any: the template is judged once, when it becomes a Stack. */
  readonly created?: Stack;
}

/** One concept to judge a StackSet by: everything that is wrong with it, on the StackSet's own paths. */
export type CheckRule = (stackSet: StackSet, context: CheckContext) => readonly Problem[];

const RULES: readonly CheckRule[] = [trafficProblems];

/**
 * Everything about a StackSet of the right shape that could not work (errors), or that the original accepts and a person should
 * look at (warnings). Never throws for a StackSet that fits its schema.
 */
export function checkStackSet(stackSet: StackSet, context: CheckContext): readonly Problem[] {
  return RULES.flatMap((rule) => rule(stackSet, context));
}
