import { hasErrors } from '../../core/model/problem.ts';
import { isAtOrBelow } from '../files/is-at-or-below.ts';
import { isOwn, type Member } from './member.ts';
import { type OutputPlan, planOutput } from './plan-output.ts';
import { nothingFound, readTree } from './read-tree.ts';
import { relativePlan } from './relative-plan.ts';
import type { RenderOptions, RenderPlan } from './render-plan.ts';
import type { FolderSources, GeneratedEntry } from './sources.ts';

/** Called after each output folder that was planned. */
export type Progress = (done: number, total: number) => void;

/**
 * Plans a render of all packages below the given folders: reads, checks and renders, and writes nothing. All problems of all
 * packages are in the plan; where one of them is an error, no change is.
 */
export async function planRender(options: RenderOptions, onProgress?: Progress): Promise<RenderPlan> {
  const { files, roots, folders, members, foreign, invalid, ...tree } = readTree(options);
  const problems = [...tree.problems];

  const context = {
    files,
    folders,
    allowRemoval: options.allowRemoval,
    isScanned: (path: string): boolean => roots.some((root) => isAtOrBelow(path, root)),
    // A StackSet that is there but could not be read keeps its files.
    isForeign: ({ header }: GeneratedEntry): boolean => [...foreign, ...invalid].some((stackSet) => isOwn({ stackSet }, header)),
  };
  const outputs = outputFolders(members, folders);
  const plans = [...outputs].map(([path, own], index): OutputPlan => {
    const plan = planOutput(path, own, context);
    onProgress?.(index + 1, outputs.size);
    return plan;
  });
  problems.push(...plans.flatMap(({ output }) => output.problems));
  if (members.length === 0 && foreign.length === 0 && !hasErrors(problems)) problems.push(nothingFound(roots));
  return relativePlan(options.workingDirectory, plans, problems);
}

/** Every folder that is written to or was once, with the StackSets that write to it now. */
function outputFolders(members: readonly Member[], folders: ReadonlyMap<string, FolderSources>): ReadonlyMap<string, readonly Member[]> {
  const outputs = new Map<string, readonly Member[]>();
  for (const { path, generated } of folders.values()) if (generated.size > 0) outputs.set(path, []);
  for (const member of members) outputs.set(member.output, [...(outputs.get(member.output) ?? []), member]);
  const byName = (a: Member, b: Member): number => (a.stackSet.metadata.name < b.stackSet.metadata.name ? -1 : 1);
  return new Map([...outputs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, own]) => [path, own.toSorted(byName)]));
}
