import type { StateProvenance } from '../../core/model/package-decision.ts';
import type { MemoryTree } from '../files/memory-tree.ts';
import type { BlobId } from '../git/repository.ts';
import type { StackSetKey } from '../kubernetes/cluster.ts';
import type { GitPackage } from '../package/read-packages.ts';
import type { FileChange } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';

/** A folder with StackSets as the tip has it. Everything here follows from the contents of its files alone. */
export interface TrackedPackage {
  /** From the repository's root; `.` for the root itself. */
  readonly folder: string;
  /** The same as long as nothing changed that the package is read from. */
  readonly fingerprint: string;
  /** Its files, and the settings above it. The contents are only there while the package is worked on: see `blobs`. */
  readonly tree: MemoryTree;
  /** What has to be loaded before the tree can be read. */
  readonly blobs: readonly BlobId[];
  readonly stackSets: readonly TrackedStackSet[];
  /** StackSets that are there and cannot be read, and what is wrong. */
  readonly unreadable: readonly (StackSetKey & { readonly problems: readonly LocatedProblem[] })[];
  readonly standing: Standing;
}

/** Whether the tip renders to itself. */
export type Standing =
  | { readonly kind: 'current' }
  /** It does not, and is to be rendered before anything is decided. */
  | { readonly kind: 'stale'; readonly changes: readonly FileChange[] }
  /** It cannot be rendered before its states are made good by a decision. */
  | { readonly kind: 'repairable' }
  /** It cannot be rendered before a person has mended it. */
  | { readonly kind: 'invalid'; readonly problems: readonly LocatedProblem[] };

export interface TrackedStackSet {
  /** Distinguishes it from all others in the repository. */
  readonly id: string;
  /** From the repository's root: its file, and the one of its state, there or not. */
  readonly file: string;
  readonly stateFile: string;
  readonly found: GitPackage;
  readonly provenance: StateProvenance;
  /** See `PackageInput.removalAllowed`. */
  readonly removalAllowed: boolean;
}

/** A StackSet with the place of its package, and of its objects in the cluster. */
export interface PlacedStackSet {
  readonly tracked: TrackedStackSet;
  readonly folder: TrackedPackage['folder'];
  /** undefined where nothing says it: then the cluster has no objects of it. */
  readonly namespace: string | undefined;
}

/** Sorts by folder, then by namespace and name; none of them has a character that sorts before this one. */
export const stackSetId = (folder: string, namespace: string | undefined, name: string): string =>
  [folder, namespace ?? '', name].join('\n');
