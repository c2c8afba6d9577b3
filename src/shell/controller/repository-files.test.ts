import { expect, test } from 'vitest';
import { RepositoryFiles } from './repository-files.ts';

const SCOPE = { paths: ['apps'], files: ['stackset.yaml'] };
const file = (path: string, oid = 'a') => ({ path, file: { oid, mode: '100644' as const } });
const gone = (path: string) => ({ path, file: undefined });
const paths = (files: readonly { readonly path: string }[]): readonly string[] => files.map(({ path }) => path).sort();

function branch(): RepositoryFiles {
  const files = new RepositoryFiles(SCOPE);
  files.apply(
    [
      'render-config.yaml',
      'main.go',
      'apps/notes.yaml',
      'apps/shop/stackset.yaml',
      'apps/shop/stacks/shop-v1.yaml',
      'apps/shop/admin/stackset.yaml',
      'apps/blog/stackset.yaml',
    ].map((path) => file(path)),
  );
  return files;
}

test('each package has its own files, and the settings that may be above it', () => {
  const files = branch();
  expect([...files.packages].sort()).toEqual(['apps/blog', 'apps/shop', 'apps/shop/admin']);
  expect(paths(files.filesOf('apps/shop'))).toEqual(['apps/shop/stacks/shop-v1.yaml', 'apps/shop/stackset.yaml']);
  expect(paths(files.filesAbove('apps/shop'))).toEqual(['apps/notes.yaml', 'render-config.yaml']);
  expect(paths(files.filesAbove('apps/shop/admin'))).toEqual(['apps/notes.yaml', 'apps/shop/stackset.yaml', 'render-config.yaml']);
  expect(files.filesOf('apps/none')).toEqual([]);
});

test.each([
  ['a generated file', [file('apps/shop/stacks/shop-v1.yaml', 'b')], ['apps/shop']],
  ['a file that is none of ours', [file('main.go', 'b'), file('web/a.yaml')], []],
  ['settings at the root', [file('render-config.yaml', 'b')], ['apps/blog', 'apps/shop', 'apps/shop/admin']],
  ['a package with another inside', [file('apps/shop/stackset.yaml', 'b')], ['apps/shop', 'apps/shop/admin']],
  ['a package that comes', [file('apps/cart/stackset.yaml')], ['apps/cart']],
  ['a package that goes', [gone('apps/blog/stackset.yaml')], ['apps/blog']],
  ['a new file of a package', [file('apps/blog/stacks/blog-v1.yaml')], ['apps/blog']],
])('%s makes those packages be read again', (_what, changes, expected) => {
  expect([...branch().apply(changes)].sort()).toEqual(expected);
});

test('a file that is gone is no part of its package', () => {
  const files = branch();
  files.apply([gone('apps/shop/stacks/shop-v1.yaml')]);
  expect(paths(files.filesOf('apps/shop'))).toEqual(['apps/shop/stackset.yaml']);
});

test('generated files of a branch of their own are their package’s, and hide those beside the sources', () => {
  const files = branch();
  const read = files.apply([file('apps/shop/stacks/shop-v1.yaml', 'b'), file('apps/shop/stacks/shop.state.yaml')], 'output');
  expect([...read]).toEqual(['apps/shop']);
  expect(files.filesOf('apps/shop').map(({ path, layer }) => `${layer} ${path}`)).toEqual([
    'source apps/shop/stackset.yaml',
    'output apps/shop/stacks/shop-v1.yaml',
    'output apps/shop/stacks/shop.state.yaml',
  ]);
  expect([...files.apply([file('apps/gone/stacks/gone.state.yaml')], 'output')]).toEqual(['apps/gone']);
});
