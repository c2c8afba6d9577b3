import { describe, expect, test } from 'vitest';
import { foldersFrom, isReadable, ownerOf, packageFolders } from './find-packages.ts';

const FILES = ['stackset.yaml', 'stackset.yml', '*-stackset.yaml'];

describe('what a render of a scope could read', () => {
  test.each([
    ['a file below a path', ['apps'], 'apps/shop/stackset.yaml', true],
    ['JSON', ['apps'], 'apps/shop/stackset.json', true],
    ['settings above a path', ['apps/web'], 'apps/render-config.yaml', true],
    ['settings at the root', ['apps/web'], 'render-config.yaml', true],
    ['a file beside a path', ['apps/web'], 'apps/blog/stackset.yaml', false],
    ['a folder whose name begins alike', ['apps'], 'apps-old/stackset.yaml', false],
    ['any file where the path is the root', ['.'], 'a/b/c.yml', true],
    ['a path as a person may write it', ['./apps/'], 'apps/a.yaml', true],
    ['something else than YAML', ['.'], 'apps/shop/main.go', false],
    ['a hidden folder', ['.'], '.github/workflows/ci.yaml', false],
    ['a hidden file', ['.'], 'apps/.hidden.yaml', false],
    ['dependencies', ['.'], 'web/node_modules/a/b.yaml', false],
  ])('%s', (_what, paths, path, expected) => expect(isReadable({ paths })(path)).toBe(expected));
});

test('packages are where a StackSet may be, and where its generated files are left', () => {
  const found = packageFolders(
    [
      'stackset.yaml',
      'apps/shop/stackset.yaml',
      'apps/shop/stacks/shop.state.yaml',
      'apps/shop/stacks/shop-v1.yaml',
      'apps/web/blog-stackset.yaml',
      'apps/gone/stacks/gone.state.yaml',
      'apps/other/deployment.yaml',
    ],
    { paths: ['apps'], files: FILES },
  );
  expect([...found].sort()).toEqual(['apps/gone', 'apps/shop', 'apps/web']);
});

test('the StackSet that kustomize built last tells of its package: the nearest kustomization above the output folder', () => {
  const found = packageFolders(
    [
      'apps/base/kustomization.yaml',
      'apps/eu/kustomization.yaml',
      'apps/eu/deploy/stacks/shop.resolved.yaml',
      'apps/eu/deploy/stacks/kustomization.yaml',
      'apps/us/stacks/shop.resolved.yaml',
      'apps/us/stacks/kustomization.yaml',
    ],
    { paths: ['apps'], files: FILES },
  );
  expect([...found].sort()).toEqual(['apps/eu', 'apps/us']);
});

test('the root can be a package', () => {
  const found = packageFolders(['stackset.yaml', 'stacks/shop.state.yaml'], { paths: ['.'], files: FILES });
  expect([...found]).toEqual(['.']);
});

test('a pattern is no regular expression', () => {
  const scope = { paths: ['.'], files: ['a+b.yaml', 'x?.yaml'] };
  expect([...packageFolders(['1/a+b.yaml', '2/aab.yaml', '3/x1.yaml', '4/x12.yaml'], scope)]).toEqual(['1', '3']);
});

test('a file is of the innermost package around it', () => {
  const packages = new Set(['.', 'apps/shop']);
  expect(ownerOf('apps/shop/stacks', packages)).toBe('apps/shop');
  expect(ownerOf('apps', packages)).toBe('.');
  expect(ownerOf('apps', new Set(['apps/shop']))).toBeUndefined();
});

test('the way up ends at the root', () => expect(foldersFrom('a/b')).toEqual(['a/b', 'a', '.']));
