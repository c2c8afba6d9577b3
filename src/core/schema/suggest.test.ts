import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, suggest } from './suggest.ts';

describe('suggest finds what was meant', () => {
  const known = ['replicas', 'minReadySeconds', 'service', 'podTemplate', 'autoscaler', 'strategy'];
  test.each([
    ['replcias', 'replicas'],
    ['replica', 'replicas'],
    ['Replicas', 'replicas'],
    ['podtemplate', 'podTemplate'],
    ['minReadySecond', 'minReadySeconds'],
    ['autoScaling', 'autoscaler'],
    ['x', undefined],
    ['', undefined],
  ])('%s -> %s', (word, expected) => {
    expect(suggest(word, known)).toBe(expected);
  });

  test('nothing for a word that no field could be, without comparing it', () =>
    expect(suggest('r'.repeat(1_000_000), known)).toBeUndefined());

  test('the nearest of several, the first of equals', () => {
    expect(suggest('limitz', ['limits', 'limit'])).toBe('limits');
    expect(suggest('pat', ['part', 'path'])).toBe('part');
  });

  test('a difference of case is nearer than another word', () => expect(suggest('NAME', ['names', 'name'])).toBe('name'));
});

describe('the edit distance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['kitten', 'sitting', 3],
  ])('%s to %s is %i', (a, b, distance) => expect(editDistance(a, b)).toBe(distance));

  test('is symmetric, and no more than the longer word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
