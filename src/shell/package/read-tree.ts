import { resolve } from 'node:path';
import { diskTree } from '../files/disk-tree.ts';
import type { EntryKind, FileTree } from '../files/file-tree.ts';
import { isAtOrBelow } from '../files/is-at-or-below.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { pathsFrom } from '../problem/relative-path.ts';
import { fileProblem } from './file-problem.ts';
import { configSource } from './find-config.ts';
import { type FoundMembers, findMembers } from './find-members.ts';
import { listFolders } from './list-files.ts';
import type { ReadOptions } from './render-plan.ts';
import { type FolderSources, readFolder } from './sources.ts';

/** All that a command's folders hold for this project. Paths are absolute. */
export interface SourceTree {
  readonly files: FileTree;
  /** The folders that were named, without those below another one. */
  readonly roots: readonly string[];
  /** By path. */
  readonly folders: ReadonlyMap<string, FolderSources>;
  readonly problems: readonly LocatedProblem[];
}

/** The same, with the StackSets that are in it. */
export interface PackageTree extends SourceTree, FoundMembers {
  readonly workingDirectory: string;
  /** Whether a folder was looked through, so that a StackSet that is not found there is gone. */
  readonly isScanned: (folder: string) => boolean;
}

/** Reads the folders that a command names, and finds the StackSets in them with their rules. */
export function readTree(options: ReadOptions): PackageTree {
  const sources = readSources(options);
  const { folders, roots } = sources;
  const found = findMembers({ ...sources, around: folders, configOf: configSource(options, folders, roots), ...buildOf(options) });
  return {
    ...sources,
    ...found,
    problems: [...sources.problems, ...found.problems],
    workingDirectory: options.workingDirectory,
    isScanned: (folder) => sources.roots.some((root) => isAtOrBelow(folder, root)),
  };
}

/** How packages with `source: kustomize` are built, where they are. */
export const buildOf = ({ build }: Pick<ReadOptions, 'build'>): Pick<ReadOptions, 'build'> => (build ? { build } : {});

/** Reads the folders that a command names. */
export function readSources({ files = diskTree, ...options }: ReadOptions): SourceTree {
  const roots = rootsOf(files, options);
  const listed = roots.folders.flatMap((root) => listFolders(files, root));
  const folders = new Map(listed.map((folder) => [folder.path, readFolder(files, folder)]));
  const problems = [...roots.problems, ...[...folders.values()].flatMap((folder) => folder.problems)];
  return { files, roots: roots.folders, folders, problems };
}

function rootsOf(
  files: FileTree,
  { directories, workingDirectory }: ReadOptions,
): { readonly folders: readonly string[]; readonly problems: readonly LocatedProblem[] } {
  const paths = (directories.length > 0 ? directories : ['.']).map((directory) => resolve(workingDirectory, directory));
  const bad = paths.filter((path) => files.follow(path)?.kind !== 'folder');
  const good = [...new Set(paths.filter((path) => !bad.includes(path)))].sort();
  return {
    folders: good.filter((path) => !good.some((other) => other !== path && isAtOrBelow(path, other))),
    problems: bad.map((path) =>
      fileProblem(path, 'error', 'FolderMissing', missing(files.kindOf(path)), 'Name a folder that holds packages.'),
    ),
  };
}

function missing(kind: EntryKind | undefined): string {
  if (kind === undefined) return 'there is no such folder';
  return kind === 'other' ? 'this is no folder, but a submodule or a device' : 'this is no folder';
}

/** Says that a command found nothing to do. */
export const nothingFound = ({ roots, workingDirectory }: Pick<PackageTree, 'roots' | 'workingDirectory'>): LocatedProblem => ({
  severity: 'warning',
  reason: 'NoStackSetFound',
  path: [],
  message: `there is no StackSet at or below ${roots.map(pathsFrom(workingDirectory)).join(', ')}`,
  remedy: 'Name the folder of a package, or begin one with stackset init.',
});
