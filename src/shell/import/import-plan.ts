import type { ObjectReference } from '../../core/model/kubernetes.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { FileChange, RenderedPackage } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';

/** What to make a package of, and where. */
export interface ImportOptions {
  /** What `kubectl get -o json` or `-o yaml` printed. */
  readonly dump: string;
  /** Where that comes from, for the problems. */
  readonly file: string;
  /** The folder for the package, or for the packages of several StackSets. */
  readonly output: string;
  /** A RenderConfig file, of which the package gets a copy; else the settings are guessed from what is live. */
  readonly configFile?: string;
  readonly workingDirectory: string;
}

/** Why an object of the dump, or one that it names, is not in the package. */
export type LeftOutCause =
  | { readonly why: 'OtherController'; readonly controller: string }
  | { readonly why: 'StackSetMissing' }
  | { readonly why: 'StackMissing' }
  | { readonly why: 'Refused' }
  | { readonly why: 'NotRendered' }
  | { readonly why: 'PlainSecret' }
  | { readonly why: 'NotInDump' };

/** Something that stays as it is in the cluster, and that Git does not hold. */
export interface LeftOut {
  readonly object: ObjectReference;
  readonly cause: LeftOutCause;
}

/**
 * What an import would write. Where a problem is an error, `changes` is empty.
 * Paths are relative to the working directory, with `/`; every change makes a new file.
 */
export interface ImportPlan {
  readonly changes: readonly FileChange[];
  readonly packages: readonly RenderedPackage[];
  readonly config: RenderConfig;
  readonly leftOut: readonly LeftOut[];
  /** How many objects have nothing to do with StackSets, by kind. */
  readonly unrelated: ReadonlyMap<string, number>;
  readonly problems: readonly LocatedProblem[];
}
