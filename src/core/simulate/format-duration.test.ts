import { expect, test } from 'vitest';
import { formatDuration } from './format-duration.ts';

test.each([
  [0, '0s'],
  [59, '59s'],
  [60, '1m'],
  [700, '11m40s'],
  [3600, '1h'],
  [86_410, '24h10s'],
])('%i s is %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));
