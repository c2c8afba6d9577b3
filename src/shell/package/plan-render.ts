import { hasErrors } from '../../core/model/problem.ts';
import { plainSecretProblems } from './check-plain-secrets.ts';
import { isOwn, type Member } from './member.ts';
import { outputsOf } from './outputs-of.ts';
import { type OutputPlan, planOutput } from './plan-output.ts';
import { readPackageTree } from './read-package-tree.ts';
import { nothingFound, type PackageTree, readTree } from './read-tree.ts';
import { relativePlan } from './relative-plan.ts';
import type { PackageOptions, RenderOptions, RenderPlan } from './render-plan.ts';
import type { GeneratedEntry } from './sources.ts';

/** Called after each output folder that was planned. */
export type Progress = (done: number, total: number) => void;

/**
 * Plans a render of all packages below the given folders: reads, checks and renders, and writes nothing. All problems of all
 * packages are in the plan; where one of them is an error, no change is.
 */
export async function planRender(options: RenderOptions, onProgress?: Progress): Promise<RenderPlan> {
  return planTree(readTree(options), options, onProgress);
}

/** Plans a render of one package, as if there were no other: one that is broken does not hold up the rest. */
export const planPackageRender = (options: PackageOptions & Pick<RenderOptions, 'allowRemoval'>): RenderPlan =>
  planTree(readPackageTree(options), options);

/** Which stacks with weight may be removed. */
export interface Removal {
  /** Any of them. */
  readonly allowRemoval: boolean;
  /** Those of StackSets that were taken out of the tree because they are to leave. */
  readonly leaving?: readonly Member[];
}

/** Plans a render of what was read. */
export function planTree(tree: PackageTree, { allowRemoval, leaving = [] }: Removal, onProgress?: Progress): RenderPlan {
  const { members, foreign, invalid } = tree;
  const context = {
    ...tree,
    allowRemoval,
    // A StackSet that is there but could not be read keeps its files.
    isForeign: ({ header }: GeneratedEntry): boolean => [...foreign, ...invalid].some((stackSet) => isOwn({ stackSet }, header)),
    isTakenOut: ({ header }: GeneratedEntry): boolean => leaving.some((member) => isOwn(member, header)),
    leaving,
  };
  const outputs = outputsOf(tree);
  const plans = [...outputs].map(([path, own], index): OutputPlan => {
    const plan = planOutput(path, own, context);
    onProgress?.(index + 1, outputs.size);
    return plan;
  });
  const problems = [...tree.problems, ...plainSecretProblems(tree), ...plans.flatMap(({ output }) => output.problems)];
  const isEmpty = members.length + foreign.length + leaving.length === 0 && !hasErrors(problems);
  return relativePlan(tree.workingDirectory, plans, isEmpty ? [...problems, nothingFound(tree)] : problems);
}
