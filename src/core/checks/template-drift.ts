import type { Problem } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';

/**
 * A template that was changed under a version whose Stack exists: the Stack is a snapshot, so the change is not rolled out.
 * @param stack the Stack of the StackSet's current version, as it is in Git
 */
export function templateDrift(_stackSet: StackSet, _stack: Stack, _config: RenderConfig): readonly Problem[] {
  return [];
}
