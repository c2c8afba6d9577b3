import type { Problem } from './problem.ts';
import type { Timestamp } from './state.ts';

/** A file in the repository that stops all decisions, of all sync controllers or of some. */
export interface Freeze {
  /** Of the file, from the repository's root. */
  readonly path: string;
  /** Empty where the file cannot be read. */
  readonly why: string;
  /** When it ends by itself; undefined where it stays until the file is gone. */
  readonly until?: Timestamp;
  /** Ids of the controllers that it is for; undefined for all. */
  readonly controllers?: readonly string[];
  /** What is wrong with the file. A freeze that cannot be read holds for everybody and has no end: somebody meant to stop something. */
  readonly problems: readonly Problem[];
}
