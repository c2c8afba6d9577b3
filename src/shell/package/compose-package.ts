import { join, resolve } from 'node:path';
import type { MemoryTree } from '../files/memory-tree.ts';
import { pathsFrom } from '../problem/relative-path.ts';
import { outputsOf } from './outputs-of.ts';
import { readText } from './read-file.ts';
import { readPackageTree } from './read-package-tree.ts';
import type { FileChange, PackageOptions } from './render-plan.ts';

/** A package of which people's files and generated ones lie on two branches. */
export interface ComposedPackage {
  /** What people committed, with the folders of generated files as the other branch has them. */
  readonly files: MemoryTree;
  /**
   * What the branch of generated files is to begin with: where it has nothing of the package, the generated files and states beside the
   * sources hold, so that no traffic moves when a repository goes over to two branches. They are in `files` already.
   */
  readonly seed: readonly FileChange[];
}

/**
 * Puts a package together from two branches: its folders of generated files are those that its settings name and those in which the other
 * branch has files, and none of what lies in them beside the sources is looked at.
 * @param options with the sources as `files`
 * @param generated the branch that only the controller writes, with the same paths
 */
export function composePackage(options: PackageOptions & { readonly files: MemoryTree }, generated: MemoryTree): ComposedPackage {
  const { files, workingDirectory } = options;
  const outputs = [...outputsOf(readPackageTree(options)).keys()];
  const root = resolve(workingDirectory, options.folder);
  const written = foldersBelow(generated, root).filter((folder) => filesIn(generated, folder).length > 0);
  if (written.length > 0) {
    const replaced = new Set([...outputs, ...written]);
    return { files: [...replaced].reduce((composed, folder) => composed.withFolderOf(folder, generated), files), seed: [] };
  }
  const path = pathsFrom(workingDirectory);
  const seed = outputs.flatMap((folder) => filesIn(files, folder)).map((file) => create(path(file), readText(files, file)));
  return { files, seed };
}

const create = (path: string, after: string): FileChange => ({ action: 'create', path, before: '', after });

const filesIn = (tree: MemoryTree, folder: string): readonly string[] => entriesIn(tree, folder, 'file');

const foldersBelow = (tree: MemoryTree, folder: string): readonly string[] =>
  entriesIn(tree, folder, 'folder').flatMap((below) => [below, ...foldersBelow(tree, below)]);

function entriesIn(tree: MemoryTree, folder: string, wanted: 'file' | 'folder'): readonly string[] {
  if (tree.kindOf(folder) !== 'folder') return [];
  const entries = tree.list(folder).filter(({ kind }) => kind === wanted);
  return entries.map(({ name }) => join(folder, name)).sort();
}
