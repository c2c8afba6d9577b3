import type { PackageChange } from '../../core/model/package-change.ts';
import type { FileChange } from '../package/render-plan.ts';

/** What a commit is to be made of. */
export interface Proposal {
  readonly changes: readonly PackageChange[];
  /** Paths are from the repository's root; none twice. */
  readonly files: readonly FileChange[];
}
