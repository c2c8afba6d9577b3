import { expect, test } from 'vitest';
import { formatGitTime } from './git-time.ts';

test.each([
  ['1700000060', '2023-11-14T22:14:20Z'],
  ['0', '1970-01-01T00:00:00Z'],
  ['-5', '1970-01-01T00:00:00Z'],
  ['9223372036854775807', '9999-12-31T23:59:59Z'],
  ['', '1970-01-01T00:00:00Z'],
])('the time %j of a commit is %s', (seconds, timestamp) => {
  expect(formatGitTime(seconds)).toBe(timestamp);
});
