import type { Timestamp } from '../../core/model/state.ts';

/** The last second of the year 9999, the last that RFC 3339 can write. A commit may claim any second up to 2^63. */
const LATEST_SECONDS = 253_402_300_799;

/** A commit's time, in seconds since 1970, as a timestamp; what no timestamp can say becomes the nearest one. */
export function formatGitTime(seconds: string): Timestamp {
  const known = Number(seconds);
  const within = Math.min(Math.max(Number.isNaN(known) ? 0 : known, 0), LATEST_SECONDS);
  return new Date(within * 1000).toISOString().replace('.000Z', 'Z');
}
