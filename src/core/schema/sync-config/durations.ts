import { parseGoDuration } from '../../checks/go-duration.ts';
import type { FieldPath, Problem } from '../../model/problem.ts';
import { invalid, quote } from './finding.ts';

/** Bounds in milliseconds, and in words. */
interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly words: string;
  readonly example: string;
}

/** Faster polling is what a webhook is for; a debounce beyond a minute would be an outage. */
export const POLL_INTERVAL: Bounds = { least: 1000, most: 86_400_000, words: 'from 1s to 24h', example: '30s' };
export const DEBOUNCE: Bounds = { least: 0, most: 60_000, words: 'from 0s to 1m', example: '200ms' };

/** Milliseconds of a Go duration; undefined where it is none. */
export function milliseconds(text: string): number | undefined {
  const seconds = parseGoDuration(text);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

export function checkDuration(text: string, { least, most, words, example }: Bounds, path: FieldPath): readonly Problem[] {
  const length = milliseconds(text);
  if (length !== undefined && length >= least && length <= most) return [];
  const wrong = length === undefined ? 'is no duration' : 'is too short or too long here';
  return [
    invalid({
      reason: 'DurationInvalid',
      path,
      message: `${quote(text)} ${wrong}`,
      remedy: `Write a number with a unit, ${words}, such as ${example}.`,
    }),
  ];
}
