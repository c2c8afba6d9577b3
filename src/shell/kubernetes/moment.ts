/** A moment by both clocks of the machine. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export const presentMoment = (): Moment => ({ monotonic: performance.now(), wall: Date.now() });

/**
 * Seconds since a moment, by the clock that says more. The monotonic clock stands still while a machine sleeps; the wall clock may be set
 * back. Where one is wrong, what is measured looks older than it is, which is the safe side.
 */
export const secondsSince = ({ monotonic, wall }: Moment): number => Math.max(performance.now() - monotonic, Date.now() - wall) / 1000;

/** Seconds since a moment, by the clock that nobody sets: for whoever waits until something is surely over. */
export const surelySecondsSince = ({ monotonic }: Moment): number => (performance.now() - monotonic) / 1000;
