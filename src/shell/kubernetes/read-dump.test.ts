import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDump } from './read-dump.ts';

const v1 = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } };
const v2 = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'b', namespace: 'default' } };
const names = (text: string): readonly string[] => readDump(text, 'dump').objects.map(({ metadata }) => metadata.name);

test.each([
  ['a List, as kubectl prints several kinds', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [v1, v2] })],
  ['a list of one kind, as the API gives it', JSON.stringify({ apiVersion: 'v1', kind: 'ServiceList', items: [v1, v2] })],
  ['a list of lists', JSON.stringify({ kind: 'List', items: [{ kind: 'List', items: [v1] }, v2] })],
  ['an array', JSON.stringify([v1, v2])],
  ['JSON with space around', `\n ${JSON.stringify([v1, v2])} \n`],
  ['documents of YAML', `${JSON.stringify(v1)}\n---\n${JSON.stringify(v2)}\n`],
  [
    'a List in YAML',
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: a}\n- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: b}\n',
  ],
])('%s', (_, text) => {
  expect(readDump(text, 'dump').problems).toEqual([]);
  expect(names(text)).toEqual(['a', 'b']);
});

test('a kind that ends in List and has no items has none', () => {
  expect(readDump('{"apiVersion": "example.org/v1", "kind": "PlayList", "metadata": {"name": "a"}}', 'dump')).toEqual({
    objects: [],
    problems: [],
  });
});

test('what is no object is told, and the rest is read', () => {
  const { objects, problems } = readDump(JSON.stringify([v1, { kind: 'Service' }, 7, null, { ...v2, metadata: { name: 1 } }]), 'live.json');
  expect(objects).toHaveLength(1);
  expect(problems.map(({ reason, file, message }) => [reason, file, message])).toEqual(
    [2, 3, 4, 5].map((index) => ['DumpItemInvalid', 'live.json', `object ${index} of the dump lacks an apiVersion, a kind or a name`]),
  );
});

test('what is neither JSON nor YAML is told with its place', () => {
  expect(readDump('{"kind": [', 'live.json').problems).toMatchObject([{ severity: 'error', reason: 'DumpUnreadable', file: 'live.json' }]);
  expect(readDump('a: b: c', 'live.yaml').problems).toMatchObject([{ reason: 'DumpUnreadable', line: 1 }]);
});

test('an empty dump has nothing', () => {
  expect(readDump('', 'dump')).toEqual({ objects: [], problems: [] });
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), fc.string({ unit: fc.constantFrom('{', '[', ':', '-', ' ', '\n', 'a', '"') })), (text) => {
      expect(readDump(text, 'dump').objects).toBeInstanceOf(Array);
    }),
    { numRuns: 1000 },
  );
});
