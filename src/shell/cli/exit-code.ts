export const EXIT_CODE = {
  done: 0,
  /** The answer is no: a package is invalid, or Git is stale. */
  no: 1,
  /** The command line could not be understood. */
  wrongUse: 2,
} as const;

export type ExitCode = (typeof EXIT_CODE)[keyof typeof EXIT_CODE];

/** A command that cannot do what it was asked for with these arguments; shown without a stack trace. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}
