/** Milliseconds. */
export interface Rhythm {
  readonly pollInterval: number;
  /** How long the cluster must be quiet before it is looked at. */
  readonly debounce: number;
}

/** What is known of the time until the next pass, in milliseconds of a clock that never jumps; `nextMoment` is the time until it. */
export interface Waiting {
  readonly lastFetch: number;
  /** Whether somebody said that the repository has changed, or the last pass made a commit. */
  readonly atOnce: boolean;
  /** The first and the newest change of the cluster that nobody has looked at yet. */
  readonly changes?: { readonly first: number; readonly last: number };
  /** How long from now until time alone changes a decision. */
  readonly nextMoment?: number;
  /** After a failure nothing is tried before. */
  readonly notBefore?: number;
}

/** A cluster that never is quiet is looked at all the same, after this many times the debounce. */
const MOST_DEBOUNCES = 10;

/**
 * A timer of Node's takes at most 2^31 - 1 ms and fires at once beyond that; and where the wall clock jumps, a moment comes earlier
 * than its timer.
 */
export const LONGEST_WAIT = 30_000;

/** How long to wait until the next pass, in milliseconds from `now`; 0 where it is due. */
export function untilNextPass(waiting: Waiting, { pollInterval, debounce }: Rhythm, now: number): number {
  const { lastFetch, atOnce, changes, nextMoment, notBefore = now } = waiting;
  const quiet = changes && Math.min(changes.last + debounce, changes.first + debounce * MOST_DEBOUNCES);
  const wanted = [
    lastFetch + pollInterval,
    ...(atOnce ? [now] : []),
    ...(quiet === undefined ? [] : [quiet]),
    ...(nextMoment === undefined ? [] : [now + nextMoment]),
  ];
  return Math.min(LONGEST_WAIT, Math.max(0, Math.max(Math.min(...wanted), notBefore) - now));
}
