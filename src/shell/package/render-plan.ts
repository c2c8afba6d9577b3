import type { PlannedStack } from '../../core/model/stack-plan.ts';
import type { FileTree } from '../files/file-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { BuildFolder } from './build-folder.ts';

/** What to read and by which rules. */
export interface ReadOptions {
  /** Where the files are; on the disk where it is missing. */
  readonly files?: FileTree;
  /** Folders to look below; the working directory where empty. */
  readonly directories: readonly string[];
  /** A RenderConfig file for all packages, in place of those that the packages hold. */
  readonly configFile?: string;
  /** How a kustomization is built, for packages with `source: kustomize`; where it is missing, their StackSets as they were resolved last count. */
  readonly build?: BuildFolder;
  /** Absolute; of a commit, `/` is the repository's root. */
  readonly workingDirectory: string;
}

/** One package to read. */
export interface PackageOptions extends Omit<ReadOptions, 'directories'> {
  /** Absolute, or from the working directory. */
  readonly folder: string;
}

export interface RenderOptions extends ReadOptions {
  /** Whether stacks with weight may be removed. */
  readonly allowRemoval: boolean;
}

/** A file that is to become different. Paths are relative to the working directory, with `/`. */
export type FileChange =
  | { readonly action: 'create' | 'update'; readonly path: string; readonly before: string; readonly after: string }
  | { readonly action: 'remove'; readonly path: string; readonly before: string };

/** A StackSet and what its package holds after the render, for people to look at. */
export interface RenderedPackage {
  /** The StackSet's file. */
  readonly file: string;
  readonly namespace?: string;
  readonly stackSet: string;
  readonly output: string;
  readonly stacks: readonly PlannedStack[];
  /** Generated files in the output folder after the render, relative to the working directory. */
  readonly files: readonly string[];
}

/**
 * What a render would do. Where a problem is an error nothing may be written: `changes` is empty then.
 * `performPlan` in `perform-plan.ts` carries it out.
 */
export interface RenderPlan {
  readonly changes: readonly FileChange[];
  readonly packages: readonly RenderedPackage[];
  readonly problems: readonly LocatedProblem[];
}
