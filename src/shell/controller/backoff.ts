import type { Refusal } from '../git/repository.ts';

/** Milliseconds: the most that the first wait takes, and the most that any does. */
export interface Backoff {
  readonly first: number;
  readonly longest: number;
}

/**
 * A lost race is tried again at once, for whoever won it is done; a server that refuses what it is given will not change its mind
 * before a person has looked, and one that does not answer has enough to do.
 */
export const BACKOFF: Readonly<Record<Refusal | 'failure', Backoff>> = {
  race: { first: 100, longest: 10_000 },
  lock: { first: 500, longest: 10_000 },
  network: { first: 1_000, longest: 60_000 },
  permission: { first: 5_000, longest: 300_000 },
  hook: { first: 5_000, longest: 300_000 },
  other: { first: 1_000, longest: 60_000 },
  failure: { first: 1_000, longest: 60_000 },
};

/**
 * How long to wait before another try, in milliseconds: anything from 0 up to a limit that doubles with each try, so that controllers
 * which lost together do not come back together.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param tries how many failed so far, 1 or more
 * @param random from 0 up to but without 1
 */
export function fullJitter({ first, longest }: Backoff, tries: number, random: number): number {
  return random * Math.min(longest, first * 2 ** (tries - 1));
}
