import { parseGoDuration } from '../../core/checks/go-duration.ts';
import { parseTimestamp } from '../../core/model/timestamp.ts';

const DAY = 86_400;
const DATE = /^\d{4}-\d\d-\d\d$/;
const DAYS = /^(\d{1,6})d$/;

/**
 * A moment as people write it: a time (`2026-03-01T12:00:30Z`), a day in UTC (`2026-03-01`), or how long ago (`7d`, `36h`). undefined where it is
 * none of them. Gives seconds since 1970.
 * @param now seconds since 1970
 */
export function parseMoment(text: string, now: number): number | undefined {
  const time = parseTimestamp(DATE.test(text) ? `${text}T00:00:00Z` : text);
  if (time !== undefined) return time;
  const days = DAYS.exec(text)?.[1];
  const ago = days === undefined ? parseGoDuration(text) : Number(days) * DAY;
  return ago === undefined || ago < 0 ? undefined : now - ago;
}
