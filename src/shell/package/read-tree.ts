import { existsSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { fileProblem } from './file-problem.ts';
import { configSource } from './find-config.ts';
import { type FoundMembers, findMembers } from './find-members.ts';
import { type Folder, listFolders } from './list-files.ts';
import type { RenderOptions } from './render-plan.ts';
import { type FolderSources, readFolder } from './sources.ts';

/** All that a command's folders hold for this project. Paths are absolute. */
export interface PackageTree extends FoundMembers {
  /** The folders that were named, without those below another one. */
  readonly roots: readonly string[];
  /** By path. */
  readonly folders: ReadonlyMap<string, FolderSources>;
}

/** Reads the folders that a command names, and finds the StackSets in them with their rules. */
export function readTree(options: Pick<RenderOptions, 'directories' | 'workingDirectory' | 'configFile'>): PackageTree {
  const roots = rootsOf(options);
  const listings = roots.folders.map((root) => listFolders(root));
  const folders = readFolders(listings.flatMap((listing) => listing.folders));
  const found = findMembers(folders, configSource(options, folders, roots.folders));
  const problems = [
    ...roots.problems,
    ...listings.flatMap((listing) => listing.problems),
    ...[...folders.values()].flatMap((folder) => folder.problems),
    ...found.problems,
  ];
  return { ...found, roots: roots.folders, folders, problems };
}

function rootsOf({ directories, workingDirectory }: Pick<RenderOptions, 'directories' | 'workingDirectory'>): {
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

/** Says that a command found nothing to do. */
export const nothingFound = (folders: readonly string[]): LocatedProblem => ({
  severity: 'warning',
  reason: 'NoStackSetFound',
  path: [],
  message: `there is no StackSet at or below ${folders.join(', ')}`,
  remedy: 'Name the folder of a package, or begin one with stackset init.',
});
