import type { Problem } from '../model/problem.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetState } from '../model/state.ts';

/**
 * What a state says that cannot be carried out.
 * @param stackNames all stacks that have a file in Git, and the one that this render makes
 */
export function checkState(_state: StackSetState, _stackSet: StackSet, _stackNames: readonly string[]): readonly Problem[] {
  return [];
}
