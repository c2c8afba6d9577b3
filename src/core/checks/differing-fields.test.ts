import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differingFields } from './differing-fields.ts';

test.each([
  ['nothing', { a: 1 }, { a: 1 }, []],
  ['a value', { a: 1 }, { a: 2 }, ['a']],
  ['a type', { a: 80 }, { a: '80' }, ['a']],
  ['the order of fields', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ['the order of a list', [1, 2], [2, 1], ['0', '1']],
  ['a field that is new', {}, { a: { b: 1 } }, ['a']],
  ['a field that is gone', { a: [1] }, {}, ['a']],
  ['a field deep down', { a: [{ b: 1, c: 2 }] }, { a: [{ b: 1, c: 3 }] }, ['a.0.c']],
  ['an empty field', { a: {}, b: [], c: '', d: null, e: { f: {} } }, {}, []],
  ['0 and false, which are not empty', { a: 0, b: false }, {}, ['a', 'b']],
  ['an object that became a list', { a: {} }, { a: [1] }, ['a']],
  ['an integer that no double can hold', { a: 9007199254740993n }, { a: 9007199254740992n }, ['a']],
  ['a field called as JavaScript calls its own', JSON.parse('{"__proto__": 1, "constructor": 1}'), {}, ['__proto__', 'constructor']],
])('%s', (_, before, after, paths) => {
  expect(differingFields(before, after).map(({ path }) => path.join('.'))).toEqual(paths);
});

test('a value does not differ from itself, and from another in the same fields both ways', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(differingFields(a, structuredClone(a))).toEqual([]);
      expect(differingFields(a, b).map(({ path }) => path)).toEqual(differingFields(b, a).map(({ path }) => path));
    }),
  );
});
