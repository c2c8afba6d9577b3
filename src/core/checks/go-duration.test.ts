import { expect, test } from 'vitest';
import { isGoDuration, parseGoDuration } from './go-duration.ts';

test.each(['10m', '1h30m', '1.5h', '.5s', '5.s', '0', '-0', '+0', '-5m', '300ms', '10µs', '10μs', '10us', '1ns', '2562047h'])(
  'Go reads %s',
  (text) => {
    expect(isGoDuration(text)).toBe(true);
  },
);

test.each([
  '',
  '600',
  '10',
  '1',
  '00',
  '10 m',
  ' 10m',
  '10M',
  '1d',
  'm',
  '.s',
  '1h-30m',
  '10m0',
  '1e3s',
  '--5m',
  '2562048h',
  '9999999999999999999s',
])('Go does not read "%s"', (text) => {
  expect(isGoDuration(text)).toBe(false);
});

test.each([
  ['10m', 600],
  ['1h30m', 5400],
  ['1.5h', 5400],
  ['-5m', -300],
  ['300ms', 0.3],
  ['0', 0],
])('%s is %d seconds', (text, seconds) => {
  expect(parseGoDuration(text)).toBeCloseTo(seconds, 9);
});
