import type { PackageChange } from '../../core/model/package-change.ts';
import type { Timestamp } from '../../core/model/state.ts';
import type { CommitId, Refusal } from '../git/repository.ts';
import type { StackSetReport } from './stack-set-report.ts';

/** What came of a pass. */
export type PassOutcome =
  | { readonly kind: 'unchanged' }
  /** Something is due, and nothing may be decided. */
  | { readonly kind: 'frozen'; readonly since: Timestamp; readonly reason: string }
  | { readonly kind: 'committed'; readonly commit: CommitId; readonly message: string; readonly changes: readonly PackageChange[] }
  | {
      readonly kind: 'wouldCommit';
      readonly message: string;
      readonly changes: readonly PackageChange[];
      readonly files: readonly string[];
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly message: string; readonly changes: readonly PackageChange[] }
  /** The process is to end, or another one leads now: nothing was pushed. */
  | { readonly kind: 'dropped' };

export interface PassReport {
  readonly outcome: PassOutcome;
  /** Every StackSet as of the last time that it was looked at, by folder and name. */
  readonly stackSets: readonly StackSetReport[];
  /** Ids of those that this pass looked at. */
  readonly looked: ReadonlySet<string>;
  /** Races that were lost on the way. */
  readonly lostRaces: number;
  /** How long it took. */
  readonly seconds: number;
}
