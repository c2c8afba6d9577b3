import type { FileChange } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';

/** What a person wants to have changed for a StackSet, as a value: nothing has been written. */
export interface Intervention {
  /** `apps/shop: back to v1 100 %`. */
  readonly title: string;
  /** What changes, as rows of a table; may be empty. */
  readonly rows: readonly (readonly string[])[];
  /** With absolute paths. */
  readonly changes: readonly FileChange[];
  readonly message: CommitMessage;
  /** What happens once it is committed and pushed, in sentences. */
  readonly next: readonly string[];
}

export interface CommitMessage {
  readonly subject: string;
  /** Paragraphs. */
  readonly body: readonly string[];
  readonly trailers: readonly (readonly [key: string, value: string])[];
}

export type InterventionPlan =
  | { readonly kind: 'planned'; readonly intervention: Intervention }
  /** Everything is as it is wanted already. */
  | { readonly kind: 'nothing'; readonly words: string }
  | Refused;

export interface Refused {
  readonly kind: 'refused';
  /** Paths are absolute. */
  readonly problems: readonly LocatedProblem[];
  /** Whether what was asked for makes no sense here, whatever the files hold. */
  readonly isWrongUse: boolean;
}

export const refuse = (...problems: readonly LocatedProblem[]): Refused => ({ kind: 'refused', problems, isWrongUse: false });
export const refuseUse = (...problems: readonly LocatedProblem[]): Refused => ({ kind: 'refused', problems, isWrongUse: true });

/** A problem of the command as such. */
export const errorOf = (reason: string, message: string, remedy: string): LocatedProblem => ({
  severity: 'error',
  reason,
  path: [],
  message,
  remedy,
});
