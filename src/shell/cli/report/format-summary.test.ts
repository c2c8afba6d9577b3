import { expect, test } from 'vitest';
import type { FileChange, RenderedPackage } from '../../package/render-plan.ts';
import { formatSummary } from './format-summary.ts';

const decision = { weight: 0, segment: [0, 0], scaledDown: false } as const;

const rendered = (folder: string, stackSet = 'shop', created: readonly string[] = []): RenderedPackage => ({
  file: `${folder}/stackset.yaml`,
  stackSet,
  output: `${folder}/stacks`,
  stacks: ['v1', 'v2'].map((version, index) => ({
    name: `${stackSet}-${version}`,
    ordinal: index + 1,
    created: created.includes(version),
    decision,
  })),
  files: ['kustomization.yaml', `${stackSet}-v1.yaml`, `${stackSet}-v2.yaml`].map((name) => `${folder}/stacks/${name}`),
});

const write = (path: string): FileChange => ({ action: 'create', path, before: '', after: 'x' });
const remove = (path: string): FileChange => ({ action: 'remove', path, before: 'x' });

test.each<[string, readonly RenderedPackage[], readonly FileChange[], string]>([
  [
    'a package with a new version',
    [rendered('apps/shop', 'shop', ['v2'])],
    [write('apps/shop/stacks/shop-v2.yaml'), write('apps/shop/stacks/kustomization.yaml')],
    'apps/shop: 2 stacks, 1 created (shop-v2); 2 files written, 1 unchanged\n',
  ],
  ['a package that stays as it is', [rendered('apps/shop')], [], 'apps/shop: 2 stacks; 3 files unchanged\n'],
  [
    'files that go',
    [rendered('apps/shop')],
    [remove('apps/shop/stacks/shop-v0.yaml')],
    'apps/shop: 2 stacks; 1 file removed, 3 unchanged\n',
  ],
  [
    'many packages: those that change, and how many do not',
    [rendered('a'), rendered('b'), rendered('c')],
    [write('b/stacks/shop-v1.yaml')],
    'b: 2 stacks; 1 file written, 2 unchanged\n2 packages unchanged\n',
  ],
  [
    'two StackSets that write to one folder',
    [rendered('apps', 'shop'), rendered('apps', 'blog', ['v1'])],
    [write('apps/stacks/blog-v1.yaml')],
    'apps: 4 stacks, 1 created (blog-v1); 1 file written, 2 unchanged\n',
  ],
  [
    'a package that is gone',
    [rendered('a')],
    [remove('old/stacks/shop-v1.yaml'), remove('old/stacks/kustomization.yaml')],
    'a: 2 stacks; 3 files unchanged\nold/stacks: 2 files removed\n',
  ],
  ['nothing at all', [], [], ''],
])('%s', (_name, packages, changes, expected) => expect(formatSummary({ packages, changes })).toBe(expected));

test('of very many packages the first are told, and the sum of the others', () => {
  const packages = Array.from({ length: 100 }, (_, index) => rendered(`p${100 + index}`));
  const lines = formatSummary({ packages, changes: packages.map(({ output }) => write(`${output}/shop-v1.yaml`)) }).split('\n');
  expect(lines.slice(19)).toEqual([
    'p119: 2 stacks; 1 file written, 2 unchanged',
    'and 80 more packages: 80 files written, 160 unchanged',
    '',
  ]);
});
