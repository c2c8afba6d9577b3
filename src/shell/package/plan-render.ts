import { existsSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { hasErrors } from '../../core/model/problem.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { fileProblem } from './file-problem.ts';
import { configSource } from './find-config.ts';
import { findMembers } from './find-members.ts';
import { type Folder, listFolders } from './list-files.ts';
import { isOwn, type Member } from './member.ts';
import { type OutputPlan, planOutput } from './plan-output.ts';
import { relativePlan } from './relative-plan.ts';
import type { RenderOptions, RenderPlan } from './render-plan.ts';
import { type FolderSources, type GeneratedEntry, readFolder } from './sources.ts';

/** Called after each output folder that was planned. */
export type Progress = (done: number, total: number) => void;

/**
 * Plans a render of all packages below the given folders: reads, checks and renders, and writes nothing. All problems of all
 * packages are in the plan; where one of them is an error, no change is.
 */
export async function planRender(options: RenderOptions, onProgress?: Progress): Promise<RenderPlan> {
  const roots = rootsOf(options);
  const listings = roots.folders.map((root) => listFolders(root));
  const folders = readFolders(listings.flatMap((listing) => listing.folders));
  const problems = [
    ...roots.problems,
    ...listings.flatMap((listing) => listing.problems),
    ...[...folders.values()].flatMap((folder) => folder.problems),
  ];
  const { members, foreign, invalid, ...found } = findMembers(folders, configSource(options, folders, roots.folders));
  problems.push(...found.problems);

  const context = {
    folders,
    allowRemoval: options.allowRemoval,
    isScanned: (path: string): boolean => roots.folders.some((root) => path === root || path.startsWith(root + sep)),
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
  if (members.length === 0 && foreign.length === 0 && !hasErrors(problems)) problems.push(nothingFound(roots.folders));
  return relativePlan(options.workingDirectory, plans, problems);
}

function rootsOf({ directories, workingDirectory }: RenderOptions): {
  readonly folders: readonly string[];
  readonly problems: readonly LocatedProblem[];
} {
  const paths = (directories.length > 0 ? directories : ['.']).map((directory) => resolve(workingDirectory, directory));
  const bad = paths.filter((path) => !statSync(path, { throwIfNoEntry: false })?.isDirectory());
  const good = [...new Set(paths.filter((path) => !bad.includes(path)))].sort();
  return {
    folders: good.filter((path) => !good.some((other) => path.startsWith(other + sep))),
    problems: bad.map((path) =>
      fileProblem(
        path,
        'error',
        'FolderMissing',
        existsSync(path) ? 'this is no folder' : 'there is no such folder',
        'Name a folder that holds packages.',
      ),
    ),
  };
}

function readFolders(folders: readonly Folder[]): ReadonlyMap<string, FolderSources> {
  return new Map(folders.map((folder) => [folder.path, readFolder(folder)]));
}

/** Every folder that is written to or was once, with the StackSets that write to it now. */
function outputFolders(members: readonly Member[], folders: ReadonlyMap<string, FolderSources>): ReadonlyMap<string, readonly Member[]> {
  const outputs = new Map<string, readonly Member[]>();
  for (const { path, generated } of folders.values()) if (generated.size > 0) outputs.set(path, []);
  for (const member of members) outputs.set(member.output, [...(outputs.get(member.output) ?? []), member]);
  const byName = (a: Member, b: Member): number => (a.stackSet.metadata.name < b.stackSet.metadata.name ? -1 : 1);
  return new Map([...outputs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, own]) => [path, own.toSorted(byName)]));
}

const nothingFound = (folders: readonly string[]): LocatedProblem => ({
  severity: 'warning',
  reason: 'NoStackSetFound',
  path: [],
  message: `there is no StackSet at or below ${folders.join(', ')}`,
  remedy: 'Name the folder of a package, or begin one with stackset init.',
});
