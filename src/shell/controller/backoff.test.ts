import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BACKOFF, fullJitter } from './backoff.ts';

const AT_MOST = 0.999_999;

test('the limit doubles with each try, up to the longest', () => {
  const waits = [1, 2, 3, 4, 20, 2000].map((tries) => Math.round(fullJitter({ first: 100, longest: 1000 }, tries, AT_MOST)));
  expect(waits).toEqual([100, 200, 400, 800, 1000, 1000]);
});

test('a wait is anything below its limit', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(BACKOFF)),
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0, max: AT_MOST }),
      (backoff, tries, random) => {
        const wait = fullJitter(backoff, tries, random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(backoff.longest, backoff.first * 2 ** (tries - 1)));
      },
    ),
  );
});
