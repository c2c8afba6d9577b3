import { InvalidArgumentError } from 'commander';
import type { Timestamp } from '../../core/model/state.ts';
import { formatTimestamp, parseTimestamp } from '../../core/model/timestamp.ts';

/** Reads a time that a person gives as an option. */
export function readTime(text: string): Timestamp {
  const seconds = parseTimestamp(text);
  if (seconds === undefined) throw new InvalidArgumentError('Give an RFC 3339 time, such as 2026-03-01T12:00:30Z.');
  return formatTimestamp(seconds);
}
