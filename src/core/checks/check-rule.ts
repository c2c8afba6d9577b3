import type { Problem } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';

/** What a StackSet is judged by, besides itself. */
export interface CheckContext {
  readonly config: RenderConfig;
  /** All stacks after the render. */
  readonly stackNames: readonly string[];
  /** The Stack that this render makes of the StackSet, if any. */
  readonly created?: Stack;
}

/** One concept to judge a StackSet by: everything that is wrong with it. */
export type StackSetRule = (stackSet: StackSet, context: CheckContext) => readonly Problem[];

/** One concept to judge a Stack by when it is made, on the Stack's paths. What is frozen is not judged again. */
export type StackRule = (stack: Stack) => readonly Problem[];
