import type { Problem } from '../../core/model/problem.ts';

/** A problem with the place where a person mends it. */
export interface LocatedProblem extends Problem {
  /** Relative to the working directory, with `/`. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly column?: number;
}
