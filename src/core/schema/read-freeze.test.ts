import { expect, test } from 'vitest';
import { formatPath } from '../model/problem.ts';
import { readFreeze } from './read-freeze.ts';

const PATH = 'stackset-freeze.yaml';
const document = (spec: unknown): unknown => ({
  apiVersion: 'stackset-gitops.dev/v1alpha1',
  kind: 'Freeze',
  metadata: { name: 'freeze' },
  spec,
});

test('a freeze says why, until when, and for whom', () => {
  const spec = { reason: 'the big sale', until: '2026-11-30T06:00:00Z', controllers: ['eu-1'] };
  expect(readFreeze(PATH, [document(spec)])).toEqual({
    path: PATH,
    why: 'the big sale',
    until: '2026-11-30T06:00:00Z',
    controllers: ['eu-1'],
    problems: [],
  });
  expect(readFreeze(PATH, [document({ reason: 'x' })])).toEqual({ path: PATH, why: 'x', problems: [] });
});

test.each<[string, readonly unknown[], string]>([
  ['is empty', [], ': the file is empty'],
  ['holds something else', [{ kind: 'ConfigMap' }], 'kind: the file holds no Freeze'],
  ['holds more', [document({ reason: 'x' }), document({ reason: 'y' })], ': there is something else than the freeze in the file'],
  ['is a text', ['frozen'], 'kind: the file holds no Freeze'],
  ['says no reason', [document({})], 'spec.reason: `reason` is missing'],
  ['has a misspelt field', [document({ reason: 'x', untill: '2026-11-30T06:00:00Z' })], 'spec.untill: unknown field `untill`'],
  [
    'ends at no time',
    [document({ reason: 'x', until: 'tomorrow' })],
    'spec.until: the text "tomorrow" is not a time in UTC, such as 2026-03-01T12:00:30Z',
  ],
  [
    'ends on a day that is none',
    [document({ reason: 'x', until: '2026-02-30T06:00:00Z' })],
    'spec.until: "2026-02-30T06:00:00Z" is no time',
  ],
  ['is for nobody', [document({ reason: 'x', controllers: [] })], 'spec.controllers: the list is empty'],
])('one that %s holds for everybody and without an end', (_name, documents, fault) => {
  const { problems, ...freeze } = readFreeze(PATH, documents);
  expect(freeze).toEqual({ path: PATH, why: '' });
  expect(problems.map(({ path, message }) => `${formatPath(path)}: ${message}`)).toEqual([fault]);
});
