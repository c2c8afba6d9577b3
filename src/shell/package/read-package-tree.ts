import { configSource } from './find-config.ts';
import { findMembers } from './find-members.ts';
import { outputsOf } from './outputs-of.ts';
import { buildOf, type PackageTree, readSources } from './read-tree.ts';
import type { PackageOptions } from './render-plan.ts';

/**
 * Reads one package: the StackSets right in its folder. What lies below is there for their generated files and their configuration; other
 * packages in it, and what is wrong with them, are left out. Nothing beside the folder is looked at, and above it only for settings.
 */
export function readPackageTree({ folder, ...options }: PackageOptions): PackageTree {
  const { files, roots, folders, problems } = readSources({ ...options, directories: [folder] });
  const own = [...folders].filter(([path]) => roots.includes(path));
  const configOf = configSource(options, folders, roots);
  const found = findMembers({ files, folders: new Map(own), around: folders, configOf, ...buildOf(options) });
  const isScanned = (path: string): boolean => roots.includes(path);
  const outputs = new Set([...roots, ...outputsOf({ ...found, folders, isScanned }).keys()]);
  const elsewhere = new Set([...folders.values()].flatMap((sources) => (outputs.has(sources.path) ? [] : sources.problems)));
  return {
    ...found,
    files,
    roots,
    folders,
    problems: [...problems.filter((problem) => !elsewhere.has(problem)), ...found.problems],
    workingDirectory: options.workingDirectory,
    isScanned,
  };
}
