import type { PackageDecision } from './package-decision.ts';

/** What one commit of a controller does to one StackSet. */
export type PackageChange = {
  /** Undefined where only the SyncConfig or the GitOps tool knows it. */
  readonly namespace?: string;
  /** Name of the StackSet. */
  readonly name: string;
} & (
  | {
      /** What people committed was not rendered: only that is made up for, and nothing is decided. */
      readonly kind: 'rendered';
      /** Names of the Stacks that the render made. */
      readonly created: readonly string[];
      /** Whether its StackSet is built by kustomize, which the controller does not run: it took the one that was built last. */
      readonly built?: boolean;
    }
  | { readonly kind: 'decided'; readonly decision: PackageDecision }
);
