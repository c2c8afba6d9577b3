/** Thrown where a text leaves the subset. It does not say that anything is wrong: the full reader finds that out. */
class OutsideOfSubset extends Error {}

/** One for all: a stack trace for each would cost more than the reading. */
const outside = new OutsideOfSubset('not in the plain subset of YAML');

export function giveUp(): never {
  throw outside;
}

export const isGivingUp = (error: unknown): boolean => error === outside;
