import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weights } from '../../../fixtures/arbitraries/render-input.ts';
import { roundWeights } from './round-weights.ts';

type Weights = Readonly<Record<string, number>>;

const round = (given: Weights, precision: number): Weights => Object.fromEntries(roundWeights(new Map(Object.entries(given)), precision));

describe('weights are scaled to 100 and rounded', () => {
  const table: readonly (readonly [rule: string, given: Weights, precision: number, expected: Weights])[] = [
    ['one stack has it all', { a: 7 }, 1, { a: 100 }],
    ['none has any', { a: 0, b: 0 }, 1, { a: 0, b: 0 }],
    ['there are no stacks', {}, 1, {}],
    ['percents stay as they are', { a: 60, b: 40 }, 1, { a: 60, b: 40 }],
    ['a stack without weight gets none', { a: 1, b: 1, c: 1, d: 0 }, 1, { a: 34, b: 33, c: 33, d: 0 }],
    ['a third each: the missing point goes to the first name', { c: 1, b: 1, a: 1 }, 1, { a: 34, b: 33, c: 33 }],
    [
      'two points are missing: the first two names',
      { c: 1, b: 1, a: 1, e: 1, d: 1, f: 1 },
      1,
      { a: 17, b: 17, c: 17, d: 17, e: 16, f: 16 },
    ],
    ['the largest remainder gets the missing point', { a: 50.2, b: 24.9, c: 24.9 }, 1, { a: 50, b: 25, c: 25 }],
    ['equal remainders: the larger whole part', { a: 12.5, b: 87.5 }, 1, { a: 12, b: 88 }],
    ['remainders are compared as doubles: 2/3 of 100 is a little below', { a: 1, b: 2 }, 1, { a: 33, b: 67 }],
    [
      'names are compared as text: 10 comes before 9',
      { 'shop-9': 1, 'shop-10': 1, 'shop-8': 1 },
      1,
      { 'shop-10': 34, 'shop-8': 33, 'shop-9': 33 },
    ],
    ['upper case comes before lower case', { b: 1, a: 1, B: 1 }, 1, { B: 34, a: 33, b: 33 }],
    ['half percents', { a: 1, b: 1, c: 1 }, 0.5, { a: 33.5, b: 33.5, c: 33 }],
    ['tenths of a percent', { a: 1, b: 1, c: 1 }, 0.1, { a: 33.4, b: 33.3, c: 33.3 }],
    ['hundredths of a percent', { a: 1, b: 1, c: 1 }, 0.01, { a: 33.34, b: 33.33, c: 33.33 }],
    ['half a percent is a canary in tenths', { a: 0.5, b: 99.5 }, 0.1, { a: 0.5, b: 99.5 }],
    ['half a percent is a tie in whole ones, won by the larger', { a: 0.5, b: 99.5 }, 1, { a: 0, b: 100 }],
    ['less than a point may be lost', { a: 1, b: 999 }, 1, { a: 0, b: 100 }],
    ['weights beyond 100', { a: 3000, b: 1000 }, 1, { a: 75, b: 25 }],
    ['weights whose sum is beyond a double', { a: 1e308, b: 1e308, c: 2 }, 1, { a: 50, b: 50, c: 0 }],
    ['the smallest of doubles', { a: 5e-324, b: 5e-324 }, 1, { a: 50, b: 50 }],
  ];

  test.each(table)('%s', (_rule, given, precision, expected) => {
    expect(round(given, precision)).toEqual(expected);
  });
});

describe('whatever the weights', () => {
  const precisions = fc.constantFrom(1, 0.5, 0.1, 0.01);
  const RUNS = { numRuns: 2000 };
  const steps = (percent: number, precision: number): number => percent * Math.round(1 / precision);
  const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

  test('they sum to 100 in steps of the precision, where any is positive', () => {
    fc.assert(
      fc.property(weights, precisions, (given, precision) => {
        const counted = [...roundWeights(given, precision).values()].map((percent) => steps(percent, precision));
        for (const count of counted) expect(Math.abs(count - Math.round(count))).toBeLessThan(1e-9);
        expect(sum(counted.map(Math.round))).toBe(sum(given.values()) > 0 ? 100 * Math.round(1 / precision) : 0);
      }),
      RUNS,
    );
  });

  test('each is less than a step from its exact share, and stays 0 where it was', () => {
    fc.assert(
      fc.property(weights, precisions, (given, precision) => {
        const total = sum(given.values()) || 1;
        for (const [name, percent] of roundWeights(given, precision)) {
          const weight = given.get(name) ?? 0;
          expect(Math.abs(percent - (weight / total) * 100)).toBeLessThan(precision * (1 + 1e-9));
          if (weight === 0) expect(percent).toBe(0);
        }
      }),
      RUNS,
    );
  });

  test('the order in which they come makes no difference, where their sum is exact', () => {
    const whole = weights.map((given) => new Map([...given].map(([name, weight]) => [name, Math.floor(weight)])));
    fc.assert(
      fc.property(whole, precisions, (given, precision) => {
        const backwards = new Map([...given].toReversed());
        expect(Object.fromEntries(roundWeights(backwards, precision))).toEqual(Object.fromEntries(roundWeights(given, precision)));
      }),
      RUNS,
    );
  });

  test('more weight never ranks a stack lower', () => {
    fc.assert(
      fc.property(weights, precisions, (given, precision) => {
        const rounded = roundWeights(given, precision);
        for (const [a, x] of given)
          for (const [b, y] of given) if (x > y) expect(rounded.get(a) ?? 0).toBeGreaterThanOrEqual(rounded.get(b) ?? 0);
      }),
      RUNS,
    );
  });
});
