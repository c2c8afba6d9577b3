import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeTemplate, type TemplatePath } from './merge-template.ts';

const words = (path: TemplatePath): string => path.map((step) => (typeof step === 'string' ? step : `[${step.name}]`)).join('.');

function merge(base: unknown, source: unknown, target: unknown, kept: readonly TemplatePath[] = []): readonly string[] {
  const { edits, conflicts } = mergeTemplate({ base, source, target, kept });
  return [
    ...edits.map(({ path, value }) => `${words(path)} = ${JSON.stringify(value)}`),
    ...conflicts.map(({ path, value, own }) => `${words(path)}: ${JSON.stringify(own)} or ${JSON.stringify(value)}`),
  ];
}

const env = (...entries: readonly [string, string][]): object => ({ env: entries.map(([name, value]) => ({ name, value })) });

test.each<readonly [rule: string, base: unknown, source: unknown, target: unknown, expected: readonly string[]]>([
  ['a change is carried on', { a: 1 }, { a: 2 }, { a: 1 }, ['a = 2']],
  ['what only the target has stays', { a: 1 }, { a: 2 }, { a: 1, b: 3 }, ['a = 2']],
  ['what the target changed and the source did not stays', { a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 3 }, ['a = 2']],
  ['what both changed to the same is as it should be', { a: 1 }, { a: 2 }, { a: 2 }, []],
  ['what both changed is a conflict', { a: 1 }, { a: 2 }, { a: 3 }, ['a: 3 or 2']],
  ['what is new is added', { a: 1 }, { a: 1, b: { c: 2 } }, { a: 1 }, ['b = {"c":2}']],
  ['what is gone goes', { a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2 }, ['b = undefined']],
  ['what is gone and was changed is a conflict', { a: 1, b: 2 }, { a: 1 }, { a: 1, b: 3 }, ['b: 3 or undefined']],
  ['what is changed and gone from the target is a conflict', { a: 1 }, { a: 2 }, {}, ['a: undefined or 2']],
  [
    'an item of a list is found by its name',
    env(['A', '1'], ['B', '1']),
    env(['A', '2'], ['B', '1']),
    env(['B', '3'], ['A', '1']),
    ['env.[A].value = "2"'],
  ],
  ['an item comes', env(['A', '1']), env(['A', '1'], ['B', '2']), env(['A', '9']), ['env.[B] = {"name":"B","value":"2"}']],
  ['an item goes', env(['A', '1'], ['B', '2']), env(['A', '1']), env(['A', '9'], ['B', '2']), ['env.[B] = undefined']],
  ['a list without names counts as one', { args: ['a'] }, { args: ['a', 'b'] }, { args: ['a'] }, ['args = ["a","b"]']],
  ['and is a conflict as one', { args: ['a'] }, { args: ['a', 'b'] }, { args: ['c'] }, ['args: ["c"] or ["a","b"]']],
  [
    'an image from a registry of its own gets the tag',
    { image: 'dev:5000/shop:1' },
    { image: 'dev:5000/shop:2' },
    { image: 'prod/x/shop:1' },
    ['image = "prod/x/shop:2"'],
  ],
  ['or the digest', { image: 'a:1@sha256:aa' }, { image: 'a:2@sha256:bb' }, { image: 'b:1@sha256:aa' }, ['image = "b:2@sha256:bb"']],
  ['but not where its tag was another', { image: 'a:1' }, { image: 'a:2' }, { image: 'b:0' }, ['image: "b:0" or "a:2"']],
  ['nor where the source has another image', { image: 'a:1' }, { image: 'c:2' }, { image: 'b:1' }, ['image: "b:1" or "c:2"']],
  ['without a base every difference is a conflict', undefined, { a: 1, b: 2 }, { a: 1, b: 3 }, ['b: 3 or 2']],
  ['empty is the same as nothing', { a: 1 }, { a: 1, b: {} }, { a: 1 }, []],
])('%s', (_rule, base, source, target, expected) => {
  expect(merge(base, source, target)).toEqual(expected);
});

test('kept fields never change', () => {
  expect(merge({ replicas: 1, a: 1 }, { replicas: 2, a: 2 }, { replicas: 6, a: 1 }, [['replicas']])).toEqual(['a = 2']);
  expect(merge(undefined, { autoscaler: { maxReplicas: 2 } }, { autoscaler: { maxReplicas: 9 } }, [['autoscaler', 'maxReplicas']])).toEqual(
    [],
  );
});

const leaf = fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constantFrom('x', 'y'));
const template = fc.dictionary(
  fc.constantFrom('a', 'b', 'c'),
  fc.oneof(
    leaf,
    fc.dictionary(fc.constantFrom('a', 'b'), leaf),
    fc.uniqueArray(fc.record({ name: fc.constantFrom('n', 'm'), value: leaf }), { selector: ({ name }) => name }),
  ),
);

test('a target that never differed becomes what the source is; a source that did not change changes nothing', () => {
  fc.assert(
    fc.property(template, template, (base, other) => {
      expect(mergeTemplate({ base, source: other, target: base, kept: [] }).conflicts).toEqual([]);
      expect(mergeTemplate({ base, source: base, target: other, kept: [] })).toEqual({ edits: [], conflicts: [] });
      expect(mergeTemplate({ base, source: other, target: other, kept: [] })).toEqual({ edits: [], conflicts: [] });
    }),
  );
});
