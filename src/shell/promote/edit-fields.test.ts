import { describe, expect, test } from 'vitest';
import type { TemplatePath } from '../../core/promote/merge-template.ts';
import { parseYaml } from '../yaml/read.ts';
import { editFields } from './edit-fields.ts';

function edit(text: string, path: TemplatePath, value?: unknown): string | undefined {
  const [document] = parseYaml(text).documents;
  if (!document) throw new Error('the text is empty');
  const edited = editFields(text, document, [{ path, value }]);
  return 'text' in edited ? edited.text : undefined;
}

const B = { name: 'B' };

describe('only what is meant changes', () => {
  test.each<readonly [name: string, text: string, path: TemplatePath, value: unknown, expected: string]>([
    ['a text, with the comment beside it', 'a:\n  version: v1 # why\n', ['a', 'version'], 'v2', 'a:\n  version: v2 # why\n'],
    ['in its quotes', 'image: "shop:1" # x\n', ['image'], 'shop:2', 'image: "shop:2" # x\n'],
    ['in single quotes', "image: 'shop:1'\n", ['image'], "it's", "image: 'it''s'\n"],
    ['a text that would be a number', 'version: v1\n', ['version'], '1.10', 'version: "1.10"\n'],
    ['a number', 'a: 1\r\nb: 2\r\n', ['a'], 3, 'a: 3\r\nb: 2\r\n'],
    ['a new field', 'a: 1\n# below\n', ['b'], { c: ['x'] }, 'a: 1\n# below\nb:\n  c:\n  - x\n'],
    ['a list below its key', 'args:\n- a\n- b\nc: 1 # c\n', ['args'], ['z'], 'args:\n- z\nc: 1 # c\n'],
    ['a field that goes', 'a: 1\nb:\n  c: 2\n# of d\nd: 3\n', ['b'], undefined, 'a: 1\n# of d\nd: 3\n'],
    [
      'a new item',
      'env:\n  - name: A # a\n    value: x\nz: 1\n',
      ['env', B],
      { name: 'B', value: 'z' },
      'env:\n  - name: A # a\n    value: x\n  - name: B\n    value: z\nz: 1\n',
    ],
    [
      'a field of an item',
      'env:\n- {name: A, value: x}\n- {name: B, value: x} # b\n',
      ['env', B, 'value'],
      'z',
      'env:\n- {name: A, value: x}\n- {name: B, value: z} # b\n',
    ],
    ['an item that goes', 'env:\n- name: A\n- name: B\n  value: x\nz: 1\n', ['env', B], undefined, 'env:\n- name: A\nz: 1\n'],
    ['a first item that goes', 'env:\n  - name: B\n    value: x\n  - name: A\n', ['env', B], undefined, 'env:\n  - name: A\n'],
    ['a list in brackets', 'args: [a, b] # c\n', ['args'], ['a'], 'args: ["a"] # c\n'],
    ['JSON', '{"a": {"b": 1}, "c": 2}\n', ['a'], { b: 2, d: 'x' }, '{"a": {"b":2,"d":"x"}, "c": 2}\n'],
    ['a new field of JSON', '{\n  "a": 1\n}\n', ['b'], 'x', '{\n  "a": 1,\n  "b": "x"\n}\n'],
    ['a block of text', 'run: |\n  a\n  b\nz: 1\n', ['run'], 'c\nd\n', 'run: |\n  c\n  d\nz: 1\n'],
    ['a field without a value', 'a:\nb: 1\n', ['a'], 'x', 'a: x\nb: 1\n'],
  ])('%s', (_name, text, path, value, expected) => {
    expect(edit(text, path, value)).toBe(expected);
  });
});

describe('what would be lost is refused', () => {
  test.each<readonly [name: string, text: string, path: TemplatePath, value: unknown]>([
    ['a comment in a list', 'args:\n- a # why\n- b\n', ['args'], ['z']],
    ['a comment in what goes', 'a: 1\nb:\n  # why\n  c: 2\nd: 3\n', ['b'], undefined],
    ['a comment beside what goes', 'a: 1\nb: 2 # why\nd: 3\n', ['b'], undefined],
    ['what other places mean too', 'a: &x 1\nb: *x\n', ['a'], 2],
    ['an alias', 'a: &x {c: 1}\nb: *x\n', ['b'], 2],
    ['what a merge brings', 'a: &x {c: 1}\nb:\n  <<: *x\n  d: 1\n', ['b', 'c'], undefined],
    ['the only field', 'a:\n  b: 1\n', ['a', 'b'], undefined],
  ])('%s', (_name, text, path, value) => {
    expect(edit(text, path, value)).toBeUndefined();
  });
});
