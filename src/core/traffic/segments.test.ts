import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { weights as anyWeights } from '../../../fixtures/arbitraries/render-input.ts';
import { roundWeights } from './round-weights.ts';
import { computeSegments, leftToRight, type Segment, segmentPredicate } from './segments.ts';

type Weights = Readonly<Record<string, number>>;

const weightsOf = (weights: Weights): ReadonlyMap<string, number> => new Map(Object.entries(weights));

describe('segments', () => {
  test.each([
    ['of one stack are everything', { a: 100 }, [], { a: [0, 1] }],
    ['of none are empty', { a: 0, b: 0 }, [], { a: [0, 0], b: [0, 0] }],
    ['follow the names without an order', { c: 50, a: 20, b: 30 }, [], { a: [0, 0.2], b: [0.2, 0.5], c: [0.5, 1] }],
    ['follow the order', { a: 20, b: 30, c: 50 }, ['c', 'a', 'b'], { c: [0, 0.5], a: [0.5, 0.7], b: [0.7, 1] }],
    [
      'put new stacks behind those of the order, by name',
      { d: 10, a: 20, b: 30, c: 40 },
      ['c'],
      { c: [0, 0.4], a: [0.4, 0.6], b: [0.6, 0.9], d: [0.9, 1] },
    ],
    [
      'skip stacks of the order that are gone or have none',
      { a: 0, b: 60, c: 40 },
      ['gone', 'c', 'a', 'b'],
      { a: [0, 0], c: [0, 0.4], b: [0.4, 1] },
    ],
    ['take the first place of a stack that the order names twice', { a: 50, b: 50 }, ['b', 'a', 'b'], { b: [0, 0.5], a: [0.5, 1] }],
    [
      'have no digits that adding doubles leaves behind',
      { a: 0.1, b: 0.2, c: 99.7 },
      [],
      { a: [0, 0.001], b: [0.001, 0.003], c: [0.003, 1] },
    ],
  ] as readonly (readonly [string, Weights, readonly string[], Readonly<Record<string, Segment>>])[])(
    '%s',
    (_rule, weights, order, expected) => {
      expect(Object.fromEntries(computeSegments(weightsOf(weights), order))).toEqual(expected);
    },
  );

  test.each([
    [[0, 1], 1, 'TrafficSegment(0.00, 1.00)'],
    [[0, 0], 1, 'TrafficSegment(0.00, 0.00)'],
    [[0.34, 0.67], 1, 'TrafficSegment(0.34, 0.67)'],
    [[0.995, 1], 0.5, 'TrafficSegment(0.995, 1.000)'],
    [[0, 0.005], 0.1, 'TrafficSegment(0.000, 0.005)'],
    [[0.3334, 0.6667], 0.01, 'TrafficSegment(0.3334, 0.6667)'],
  ] as readonly (readonly [Segment, number, string])[])('%j in steps of %d percent is written %s', (segment, precision, expected) => {
    expect(segmentPredicate(segment, precision)).toBe(expected);
  });
});

describe('whatever the weights, as written', () => {
  const RUNS = { numRuns: 2000 };
  const cases = fc
    .tuple(anyWeights, fc.constantFrom(1, 0.5, 0.1, 0.01), fc.shuffledSubarray(['shop-v1', 'shop-v2', 'shop-v3', 'shop-a', 'gone']))
    .map(([weights, precision, order]) => ({ weights: roundWeights(weights, precision), precision, order }));

  /** The bounds as Skipper reads them. */
  const written = (segment: Segment | undefined, precision: number): readonly [number, number] => {
    const match = /^TrafficSegment\((\d\.\d+), (\d\.\d+)\)$/.exec(segmentPredicate(segment ?? [0, 0], precision));
    return [Number(match?.[1]), Number(match?.[2])];
  };

  test('they cover [0, 1) without gap or overlap, in their order', () => {
    fc.assert(
      fc.property(cases, ({ weights, precision, order }) => {
        const segments = computeSegments(weights, order);
        const bounds = leftToRight(weights, order).map((name) => written(segments.get(name), precision));
        if (bounds.length === 0) return;
        expect(bounds.map(([lower]) => lower)).toEqual([0, ...bounds.slice(0, -1).map(([, upper]) => upper)]);
        expect(bounds.at(-1)?.[1]).toBe(1);
      }),
      RUNS,
    );
  });

  test('each is as wide as its weight', () => {
    fc.assert(
      fc.property(cases, ({ weights, precision, order }) => {
        const segments = computeSegments(weights, order);
        expect([...segments.keys()].sort()).toEqual([...weights.keys()].sort());
        for (const [name, weight] of weights) {
          const [lower, upper] = written(segments.get(name), precision);
          expect(upper - lower).toBeCloseTo(weight / 100, 8);
        }
      }),
      RUNS,
    );
  });

  test('stacks that were there keep their order from left to right', () => {
    fc.assert(
      fc.property(cases, ({ weights, order }) => {
        const placed = leftToRight(weights, order);
        expect(placed.filter((name) => order.includes(name))).toEqual(order.filter((name) => placed.includes(name)));
        const added = placed.filter((name) => !order.includes(name));
        expect(placed.slice(placed.length - added.length)).toEqual(added.toSorted());
      }),
      RUNS,
    );
  });
});
