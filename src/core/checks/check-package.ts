import type { Problem } from '../model/problem.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { StackSet } from '../model/stack-set.ts';

/** A StackSet, and where what it makes is written. */
export interface PackageMember {
  readonly stackSet: StackSet;
  /** Output folder, as a normalized path. */
  readonly output: string;
  /** All its stacks after the render. */
  readonly stackNames: readonly string[];
  readonly config: RenderConfig;
}

/** A problem of the member at this place in the list. */
export interface MemberProblem {
  readonly index: number;
  readonly problem: Problem;
}

/** Names that StackSets of one namespace and output folder claim twice. */
export function checkPackage(_members: readonly PackageMember[]): readonly MemberProblem[] {
  return [];
}
