import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../yaml/read.ts';
import { setAnnotation } from './set-annotation.ts';

const KEY = 'stackset-gitops.dev/remove';

function annotate(text: string, index = 0): string | undefined {
  const document = parseYaml(text).documents[index];
  if (!document) throw new Error('the text has no such document');
  return setAnnotation(text, document, KEY, 'true');
}

const REMOVE = `${KEY}: "true"`;

describe('an annotation is added, and nothing else changes', () => {
  test.each([
    [
      'without annotations',
      'kind: A\nmetadata:\n  name: a\nspec: {}\n',
      `kind: A\nmetadata:\n  name: a\n  annotations:\n    ${REMOVE}\nspec: {}\n`,
    ],
    [
      'beside others, with comments',
      'metadata:\n  annotations: # why\n    # first\n    a: "1" # one\n    # last\n  # of the name\n  name: a\n',
      `metadata:\n  annotations: # why\n    # first\n    a: "1" # one\n    # last\n    ${REMOVE}\n  # of the name\n  name: a\n`,
    ],
    [
      'with another value',
      `metadata:\n  annotations:\n    ${KEY}: 'false' # not yet\n`,
      `metadata:\n  annotations:\n    ${KEY}: "true" # not yet\n`,
    ],
    ['empty', 'metadata:\n  annotations: {}\n  name: a\n', `metadata:\n  annotations: {${REMOVE}}\n  name: a\n`],
    ['null', 'metadata:\n  annotations:\n  name: a\n', `metadata:\n  annotations: {${REMOVE}}\n  name: a\n`],
    ['null in words', 'metadata:\n  annotations: ~\n  name: a\n', `metadata:\n  annotations: {${REMOVE}}\n  name: a\n`],
    ['in one line', 'metadata: {name: a}\n', `metadata: {name: a, annotations: {${REMOVE}}}\n`],
    ['in one line, beside others', 'metadata: {annotations: {a: b}, name: a}\n', `metadata: {annotations: {a: b, ${REMOVE}}, name: a}\n`],
    ['as JSON', '{"metadata": {"name": "a"}}', `{"metadata": {"name": "a", "annotations": {"${KEY}": "true"}}}`],
    [
      'as tall JSON',
      '{\n  "metadata": {\n    "name": "a",\n    "annotations": {\n      "a": "b"\n    }\n  }\n}\n',
      `{\n  "metadata": {\n    "name": "a",\n    "annotations": {\n      "a": "b",\n      "${KEY}": "true"\n    }\n  }\n}\n`,
    ],
    [
      'with the lines of Windows',
      'metadata:\r\n  name: a\r\nspec: {}\r\n',
      `metadata:\r\n  name: a\r\n  annotations:\r\n    ${REMOVE}\r\nspec: {}\r\n`,
    ],
    ['without a line break at the end', 'metadata:\n  name: a', `metadata:\n  name: a\n  annotations:\n    ${REMOVE}`],
    ['deeply indented', 'metadata:\n        name: a\n', `metadata:\n        name: a\n        annotations:\n          ${REMOVE}\n`],
  ])('%s', (_name, before, after) => {
    expect(annotate(before)).toBe(after);
  });

  test('in the second of two documents', () => {
    expect(annotate('metadata: {name: a}\n---\nmetadata:\n  name: b\n# end\n', 1)).toBe(
      `metadata: {name: a}\n---\nmetadata:\n  name: b\n  annotations:\n    ${REMOVE}\n# end\n`,
    );
  });
});

test.each([
  ['metadata are an alias', 'a: &a {name: x}\nmetadata: *a\n'],
  ['annotations are an alias', 'a: &a {b: c}\nmetadata:\n  name: x\n  annotations: *a\n'],
  ['annotations are merged in', 'a: &a {annotations: {b: c}}\nmetadata:\n  <<: *a\n  name: x\n'],
  ['the annotation is a block of text', `metadata:\n  annotations:\n    ${KEY}: |\n      false\n`],
  ['other places would change with it', `metadata:\n  annotations: &a\n    b: c\nother: *a\n`],
])('there is none where %s', (_name, text) => {
  expect(annotate(text)).toBeUndefined();
});

test('all that was there is still there, in any layout', () => {
  const words = fc.constantFrom('a', 'b', 'c');
  const annotations = fc.option(fc.dictionary(words, words), { nil: undefined });
  fc.assert(
    fc.property(annotations, fc.constantFrom(undefined, 1, 2, 4), (given, indent) => {
      const object = { metadata: { name: 'x', ...(given && { annotations: given }) }, spec: { d: 'e' } };
      const edited = annotate(`${JSON.stringify(object, undefined, indent)}\n`);
      expect(JSON.parse(edited ?? '')).toEqual({ ...object, metadata: { ...object.metadata, annotations: { ...given, [KEY]: 'true' } } });
    }),
  );
});
