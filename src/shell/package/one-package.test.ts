import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { commitOf, committed } from '../../../fixtures/commit.ts';
import { MemoryTree, type TreeChanges } from '../files/memory-tree.ts';
import { planPackageRender, planRender } from './plan-render.ts';
import { readPackage } from './read-packages.ts';
import type { RenderPlan } from './render-plan.ts';

const fixture = (name: string): MemoryTree => commitOf(fileURLToPath(new URL(`../../../fixtures/render/${name}/input/`, import.meta.url)));

const stackSet = (name: string, version = 'v1'): string => `apiVersion: zalando.org/v1
kind: StackSet
metadata: {name: ${name}}
spec:
  stackTemplate:
    spec:
      version: ${version}
      podTemplate: {spec: {containers: [{name: app, image: "${name}:1", ports: [{containerPort: 8080}]}]}}
`;
const config = (spec: string): string =>
  `apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata: {name: c}\nspec: {${spec}}\n`;
const BROKEN = 'kind: [StackSet\nkind: StackSet';

const treeOf = (files: Readonly<Record<string, string>>): MemoryTree => MemoryTree.of(Object.entries(files));
const render = (files: MemoryTree, folder: string): RenderPlan =>
  planPackageRender({ files, folder, workingDirectory: '/', allowRemoval: false });
const reasons = ({ problems }: Pick<RenderPlan, 'problems'>): readonly string[] => problems.map(({ file, reason }) => `${file}: ${reason}`);
const paths = ({ changes }: RenderPlan): readonly string[] => changes.map(({ path }) => path);

describe('a render of one package', () => {
  test('is the part of a render of all that is about it', async () => {
    const files = fixture('many-packages');
    const all = await planRender({ files, directories: [], workingDirectory: '/', allowRemoval: false });
    const folders = [...new Set(all.packages.map(({ file }) => file.slice(0, file.lastIndexOf('/'))))];
    expect(folders.length).toBeGreaterThan(1);
    const one = folders.map((folder) => render(files, folder));
    expect(one.flatMap(({ changes }) => changes)).toEqual(all.changes);
    expect(one.flatMap(({ packages }) => packages)).toEqual(all.packages);
  });

  test.each([
    ['beside it', 'apps/blog/stackset.yaml'],
    ['below it', 'apps/shop/blog/stackset.yaml'],
    ['above it', 'apps/stackset.yaml'],
  ])('is not held up by a broken package %s', (_where, path) => {
    const files = treeOf({ 'apps/shop/stackset.yaml': stackSet('shop'), [path]: BROKEN });
    expect(reasons(render(files, 'apps/shop'))).toEqual([]);
    expect(paths(render(files, 'apps/shop'))).toContain('apps/shop/stacks/shop-v1.yaml');
  });

  test('leaves the packages in it alone', () => {
    const files = treeOf({ 'apps/stackset.yaml': stackSet('apps'), 'apps/shop/stackset.yaml': stackSet('shop') });
    expect(paths(render(files, 'apps'))).toEqual(['apps/stacks/apps-v1.yaml', 'apps/stacks/kustomization.yaml']);
  });

  test('removes what an earlier output folder of its own holds, and nothing else', () => {
    const before = treeOf({
      'apps/stackset.yaml': stackSet('apps'),
      'apps/shop/stackset.yaml': stackSet('shop'),
    });
    const rendered = committed(committed(before, render(before, 'apps')), render(before, 'apps/shop'));
    const moved = rendered.with([['apps/render-config.yaml', config('output: generated')]]);
    expect(render(moved, 'apps').problems).toEqual([]);
    expect(paths(render(moved, 'apps')).toSorted()).toEqual([
      'apps/generated/apps-v1.yaml',
      'apps/generated/kustomization.yaml',
      'apps/stacks/apps-v1.yaml',
      'apps/stacks/kustomization.yaml',
    ]);
  });

  test('finds nothing in an empty folder, and says so of one that is missing', () => {
    const files = treeOf({ 'apps/README.md': 'x' });
    expect(reasons(render(files, 'apps'))).toEqual(['undefined: NoStackSetFound']);
    expect(reasons(render(files, 'none'))).toEqual(['none: FolderMissing']);
  });
});

describe('settings above a package', () => {
  const above: Readonly<Record<string, string>> = { 'apps/shop/stackset.yaml': stackSet('shop'), 'a.yaml': config('output: generated') };

  test('hold for it', () => {
    expect(paths(render(treeOf(above), 'apps/shop'))).toContain('apps/shop/generated/shop-v1.yaml');
  });

  test.each([
    ['are broken', `${config('')}---\na: b: c\n`],
    ['are not UTF-8', Buffer.from(`${config('')}# \xff\n`, 'latin1')],
  ])('that %s are not passed over', (_what, content) => {
    const files = treeOf(above).with([['apps/config.yaml', content]]);
    const plan = render(files, 'apps/shop');
    expect(plan.changes).toEqual([]);
    expect(reasons(plan)).toEqual(['apps/config.yaml: YamlInvalid']);
  });

  test('are no matter to a broken StackSet that lies there', () => {
    const files = treeOf({ ...above, 'apps/stackset.yaml': BROKEN });
    expect(paths(render(files, 'apps/shop'))).toContain('apps/shop/generated/shop-v1.yaml');
  });
});

describe('an output folder', () => {
  const withOutput = (output: string, more: TreeChanges = []): MemoryTree =>
    treeOf({ 'shop/stackset.yaml': stackSet('shop'), 'shop/config.yaml': config(`output: ${JSON.stringify(output)}`) }).with(more);

  test.each(['.git', '.git/hooks', '.hidden', 'a/.hidden', 'node_modules', '.GIT'])(
    '%j is refused, for nobody would find the files again',
    (output) => {
      const plan = render(withOutput(output), 'shop');
      expect(plan.changes).toEqual([]);
      expect(plan.problems.map(({ reason }) => reason)).toEqual(['OutputHidden']);
    },
  );

  test('is refused where it differs from another folder in the case of letters only', () => {
    const plan = render(withOutput('stacks', [['shop/Stacks/README.md', 'x']]), 'shop');
    expect(reasons(plan)).toEqual(['shop/stacks: CaseCollision']);
  });

  test.each(['new\nline', 'quo"te', "it's", '-rf', '$(id)', 'a b', '%2e%2e'])('may have any other name, such as %j', (output) => {
    const plan = render(withOutput(output), 'shop');
    expect(plan.problems).toEqual([]);
    expect(paths(plan).toSorted()).toEqual([`shop/${output}/kustomization.yaml`, `shop/${output}/shop-v1.yaml`].toSorted());
    expect(render(committed(withOutput(output), plan), 'shop').changes).toEqual([]);
  });

  test("is one package's only", () => {
    const inner = treeOf({ 'apps/shop/stackset.yaml': stackSet('shop') });
    const rendered = committed(inner, render(inner, 'apps/shop'));
    const both = rendered.with([
      ['apps/stackset.yaml', stackSet('apps')],
      ['apps/config.yaml', config('output: shop/stacks')],
      ['apps/shop/config.yaml', config('')],
    ]);
    expect(reasons(render(both, 'apps'))).toEqual(['apps/shop/stacks: OutputShared']);
  });
});

test('one package is read as it is among all', () => {
  const files = fixture('many-packages');
  const { packages, problems } = readPackage({ files, folder: 'apps/shop', workingDirectory: '/' });
  expect(packages.map(({ stackSet, folder, output }) => [stackSet.metadata.name, folder, output])).toEqual([
    ['shop', '/apps/shop', '/apps/shop/stacks'],
  ]);
  expect(problems).toEqual([]);
});
