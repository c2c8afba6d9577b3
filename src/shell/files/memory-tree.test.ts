import { describe, expect, test } from 'vitest';
import { type BlobStore, type MemoryFile, MemoryTree } from './memory-tree.ts';

const LIMIT = 1024;
const blobs = (contents: Readonly<Record<string, string | number>>): BlobStore => ({
  get: (oid) => {
    const content = contents[oid];
    return typeof content === 'number' ? { size: content } : content === undefined ? undefined : Buffer.from(content);
  },
});
const linkTo = (target: string): readonly [MemoryFile, BlobStore] => [{ oid: 'l', mode: '120000' }, blobs({ l: target, f: 'text' })];
const namesIn = (tree: MemoryTree, folder: string): readonly string[] =>
  tree
    .list(folder)
    .map(({ name, kind }) => `${name} ${kind}`)
    .sort();

describe('a tree in memory', () => {
  const tree = MemoryTree.of([
    ['apps/shop/stackset.yaml', 'shop'],
    ['/apps/blog/stackset.yaml', Buffer.from('blog')],
    ['README.md', 'hello'],
  ]);

  test('lists folders and files', () => {
    expect(namesIn(tree, '/')).toEqual(['README.md file', 'apps folder']);
    expect(namesIn(tree, '/apps')).toEqual(['blog folder', 'shop folder']);
    expect(tree.kindOf('/apps/shop')).toBe('folder');
    expect(tree.kindOf('/apps/none')).toBeUndefined();
    expect(() => tree.list('/none')).toThrow('there is no such folder');
    expect(() => tree.list('/README.md')).toThrow('there is no such folder');
  });

  test('reads what was put in, and says the size of what is too large', () => {
    expect(tree.read('/apps/blog/stackset.yaml', LIMIT).toString()).toBe('blog');
    expect(tree.read('/README.md', 4)).toEqual({ size: 5 });
    expect(tree.contains('/README.md', ['x', 'ell'])).toBe(true);
    expect(tree.contains('/README.md', ['x'])).toBe(false);
    expect(() => tree.read('/apps', LIMIT)).toThrow('it is no file');
    expect(() => tree.read('/none', LIMIT)).toThrow('there is no such file');
  });

  test('is a repository of its own', () => {
    expect([tree.isRepositoryRoot('/'), tree.isRepositoryRoot('/apps')]).toEqual([true, false]);
  });

  test('gives another with changes, and stays as it is', () => {
    const next = tree.with([
      ['apps/shop/stackset.yaml', undefined],
      ['apps/blog/stacks/a.yaml', 'a'],
      ['none/at/all', undefined],
    ]);
    expect(namesIn(next, '/apps')).toEqual(['blog folder']);
    expect(namesIn(next, '/apps/blog')).toEqual(['stacks folder', 'stackset.yaml file']);
    expect(namesIn(tree, '/apps')).toEqual(['blog folder', 'shop folder']);
    expect(namesIn(tree, '/apps/blog')).toEqual(['stackset.yaml file']);
  });
});

describe('a file of a commit', () => {
  test('has its content in the store', () => {
    const tree = MemoryTree.of(
      [
        ['a.yaml', { oid: 'known', mode: '100644' }],
        ['b.yaml', { oid: 'large', mode: '100755' }],
        ['c.yaml', { oid: 'missing', mode: '100644' }],
        ['d', { oid: 'c0ffee', mode: '160000' }],
      ],
      blobs({ known: 'text', large: 50_000_000 }),
    );
    expect(tree.read('/a.yaml', LIMIT).toString()).toBe('text');
    expect(tree.read('/b.yaml', LIMIT)).toEqual({ size: 50_000_000 });
    expect(tree.contains('/b.yaml', ['anything'])).toBe(true);
    expect(() => tree.read('/c.yaml', LIMIT)).toThrow('its content missing was not loaded');
    expect([tree.kindOf('/d'), tree.oidOf('/d'), tree.oidOf('/')]).toEqual(['other', 'c0ffee', undefined]);
    expect(() => tree.read('/d', LIMIT)).toThrow('it is no file');
  });

  test.each([
    ['another file', 'f.yaml', '/a/f.yaml file'],
    ['a file elsewhere', '../b/g.yaml', '/b/g.yaml file'],
    ['a folder', '../b/', '/b folder'],
    ['the root', '..', '/ folder'],
    ['nothing', 'none.yaml', undefined],
    ['itself', 'link.yaml', undefined],
    ['a place above the root', '../../etc/passwd', undefined],
    ['a place of the machine', '/a/f.yaml', undefined],
    ['a step through a file', 'f.yaml/..', undefined],
  ])('that is a link to %s is followed within the tree only', (_what, target, expected) => {
    const [link, store] = linkTo(target);
    const file: MemoryFile = { oid: 'f', mode: '100644' };
    const tree = MemoryTree.of(
      [
        ['a/link.yaml', link],
        ['a/f.yaml', file],
        ['b/g.yaml', file],
      ],
      store,
    );
    const found = tree.follow('/a/link.yaml');
    expect(found && `${found.path} ${found.kind}`).toBe(expected);
    expect(tree.kindOf('/a/link.yaml')).toBe('link');
    if (found?.kind === 'file') expect(tree.read('/a/link.yaml', LIMIT).toString()).toBe('text');
    else expect(() => tree.read('/a/link.yaml', LIMIT)).toThrow(/no (such )?file/);
  });
});

test.each(['a/../../b.yaml', 'a/./b.yaml', 'a//b.yaml', '..', '.', 'a/'])(
  'a path such as %j, which no repository should hold, gives no file',
  (path) => {
    const tree = MemoryTree.of([
      [path, 'x'],
      ['c.yaml', 'y'],
    ]);
    expect(namesIn(tree, '/')).toEqual(['c.yaml file']);
  },
);
