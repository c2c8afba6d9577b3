import { expect, test } from 'vitest';
import { formatTree } from './format-tree.ts';

test('a tree is drawn with branches, and its notes are aligned', () => {
  expect(formatTree({ a: { 'b.yaml': 'first', c: { 'long-name.yaml': '' } }, 'd.yaml': 'last' })).toEqual([
    '├── a/',
    '│   ├── b.yaml              first',
    '│   └── c/',
    '│       └── long-name.yaml',
    '└── d.yaml                  last',
  ]);
});

test('nothing is drawn of nothing', () => expect(formatTree({})).toEqual([]));
