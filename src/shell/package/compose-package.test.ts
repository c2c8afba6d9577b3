import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { commitOf, committed, textsOf } from '../../../fixtures/commit.ts';
import { MemoryTree, type TreeChanges } from '../files/memory-tree.ts';
import { composePackage } from './compose-package.ts';
import { planPackageRender } from './plan-render.ts';

/** One commit with both, as long as there is one branch. */
const together = commitOf(fileURLToPath(new URL('../../../fixtures/render/the-state-decides/expected/', import.meta.url)));
const filesWhere = (isWanted: (path: string) => boolean): MemoryTree =>
  MemoryTree.of(Object.entries(textsOf(together)).filter(([path]) => isWanted(path)));
const sources = filesWhere((path) => !path.includes('/stacks/'));
const generated = filesWhere((path) => path.includes('/stacks/'));
const EMPTY = MemoryTree.of([]);

const options = (files: MemoryTree) => ({ files, folder: 'apps/shop', workingDirectory: '/' });
const compose = (files: MemoryTree, output: MemoryTree) => composePackage(options(files), output);
const render = (files: MemoryTree) => planPackageRender({ ...options(files), allowRemoval: false });

describe('a package of two branches', () => {
  test('is what people wrote with what was generated', () => {
    const { files, seed } = compose(sources, generated);
    expect(textsOf(files)).toEqual(textsOf(together));
    expect(seed).toEqual([]);
    expect(render(files).changes).toEqual([]);
  });

  test.each<readonly [string, TreeChanges]>([
    ['an older state', [['apps/shop/stacks/shop.state.yaml', 'kind: StackSetState\nspec: {}\n']]],
    ['a stack that was removed since', [['apps/shop/stacks/shop-v9.yaml', textsOf(together)['apps/shop/stacks/shop-v0.yaml']]]],
    ['a file of a person', [['apps/shop/stacks/README.yaml', 'x: 1']]],
  ])('does not see %s that lies among generated files beside the sources', (_what, changes) => {
    expect(textsOf(compose(together.with(changes), generated).files)).toEqual(textsOf(together));
  });

  test('finds what an earlier output folder holds', () => {
    const config = 'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata: {name: c}\nspec: {output: other}\n';
    const { files } = compose(sources.with([['apps/shop/render-config.yaml', config]]), generated);
    expect(Object.keys(textsOf(files))).toContain('apps/shop/stacks/shop-v1.yaml');
  });

  test('whose StackSet is gone is what is left of it', () => {
    const gone = sources.with([['apps/shop/stackset.yaml', undefined]]);
    expect(Object.keys(textsOf(compose(gone.with([['README.md', 'x']]), generated).files))).toContain('apps/shop/stacks/shop.state.yaml');
  });

  test('keeps the folders of others, in both directions', () => {
    const others: TreeChanges = [
      ['apps/blog/stacks/blog-v1.yaml', 'theirs'],
      ['README.yaml', 'output'],
    ];
    expect(Object.keys(textsOf(compose(sources, generated.with(others)).files))).toEqual(Object.keys(textsOf(together)));
  });
});

describe('a repository that goes over to two branches', () => {
  test('begins with the generated files and states as they are', () => {
    const { files, seed } = compose(together, EMPTY);
    expect(textsOf(files)).toEqual(textsOf(together));
    expect(textsOf(committed(EMPTY, { changes: seed }))).toEqual(textsOf(generated));
    const after = compose(together, committed(EMPTY, { changes: seed }));
    expect(after.seed).toEqual([]);
    expect(render(after.files).changes).toEqual([]);
  });

  test('has nothing to begin with where nothing was generated', () => {
    const { files, seed } = compose(sources, EMPTY);
    expect([textsOf(files), seed]).toEqual([textsOf(sources), []]);
  });
});
