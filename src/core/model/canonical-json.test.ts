import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('canonical JSON', () => {
  test.each([
    ['sorts keys', { b: 1, a: 2 }, '{"a":2,"b":1}'],
    ['sorts keys at every level', [{ b: { d: 1, c: 2 } }], '[{"b":{"c":2,"d":1}}]'],
    ['sorts keys as text, upper case first', { a: 1, B: 2, 10: 3, 9: 4 }, '{"10":3,"9":4,"B":2,"a":1}'],
    ['keeps the order of lists', [2, 1], '[2,1]'],
    ['leaves undefined fields out', { a: undefined, b: 1 }, '{"b":1}'],
    ['keeps places in lists', [undefined, 1], '[null,1]'],
    ['writes empty lists and objects', { a: [], b: {} }, '{"a":[],"b":{}}'],
    ['keeps null', { a: null }, '{"a":null}'],
    ['writes every digit of large integers', { a: 12345678901234567890n }, '{"a":12345678901234567890}'],
    ['escapes texts and keys', { 'a"b': 'c\n"' }, '{"a\\"b":"c\\n\\""}'],
    ['tells text from numbers', ['1', 1, true, 'true'], '["1",1,true,"true"]'],
    ['knows a key like a prototype', JSON.parse('{"__proto__":1,"a":2}'), '{"__proto__":1,"a":2}'],
    ['writes a text alone', 'a', '"a"'],
  ])('%s', (_rule, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  test('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 1000 },
    );
  });
});
