import { expect, test } from 'vitest';
import { isGoDuration } from './go-duration.ts';

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
