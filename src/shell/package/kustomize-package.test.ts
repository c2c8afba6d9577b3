import { describe, expect, test } from 'vitest';
import { committed, textsOf } from '../../../fixtures/commit.ts';
import { stackSetText } from '../controller/testing/packages.ts';
import { MemoryTree } from '../files/memory-tree.ts';
import type { BuildFolder } from './build-folder.ts';
import { planRender } from './plan-render.ts';
import { readPackage } from './read-packages.ts';
import type { RenderPlan } from './render-plan.ts';

const config = (spec = ''): string => `apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nspec:\n  source: kustomize\n${spec}`;
const SOURCES = {
  'shop/render-config.yaml': config(),
  'shop/base/kustomization.yaml': 'resources: [stackset.yaml]\n',
  'shop/base/stackset.yaml': stackSetText(),
  'shop/eu/kustomization.yaml': 'resources: [../base]\n',
  'shop/eu/render-config.yaml': config(),
};
const BUILT = stackSetText({ namespace: 'eu', replicas: 7 });

const treeOf = (files: Readonly<Record<string, string>>): MemoryTree => MemoryTree.of(Object.entries(files));
/** Stands for kustomize: says what is built, and of which folders that was asked for. */
function builder(yaml: string): { readonly build: BuildFolder; readonly asked: string[] } {
  const asked: string[] = [];
  const build: BuildFolder = (folder) => {
    asked.push(folder);
    return { yaml };
  };
  return { asked, build };
}
const render = (files: MemoryTree, build?: BuildFolder): Promise<RenderPlan> =>
  planRender({ files, directories: [], workingDirectory: '/', allowRemoval: false, ...(build && { build }) });
const reasons = ({ problems }: RenderPlan): readonly string[] => problems.map(({ reason, file }) => `${reason} ${file}`);

async function renderedTree(yaml = BUILT, files = treeOf(SOURCES)): Promise<MemoryTree> {
  const plan = await render(files, builder(yaml).build);
  expect(plan.problems).toEqual([]);
  return committed(files, plan);
}

describe('a package whose StackSet kustomize builds', () => {
  test('renders what was built, in the folder of the kustomization, and not the base', async () => {
    const { build, asked } = builder(BUILT);
    const plan = await render(treeOf(SOURCES), build);
    expect(asked).toEqual(['/shop/eu']);
    expect(plan.changes.map(({ action, path }) => `${action} ${path}`)).toEqual([
      'create shop/eu/stacks/shop-v1.yaml',
      'create shop/eu/stacks/shop.routes.yaml',
      'create shop/eu/stacks/shop.resolved.yaml',
      'create shop/eu/stacks/kustomization.yaml',
    ]);
    expect(plan.packages).toMatchObject([{ file: 'shop/eu/kustomization.yaml', stackSet: 'shop', namespace: 'eu' }]);
  });

  test('keeps the StackSet as local-config, and lists it nowhere', async () => {
    const files = textsOf(await renderedTree());
    expect(files['shop/eu/stacks/shop.resolved.yaml']).toMatch(/local-config: "true"\n(.*\n)*.*replicas: 7/);
    expect(files['shop/eu/stacks/kustomization.yaml']).not.toContain('resolved');
    expect(files['shop/eu/stacks/shop-v1.yaml']).toContain('replicas: 7');
  });

  test('lists it with applyStacks, for the StackSet is applied then', async () => {
    const tree = await renderedTree(BUILT, treeOf({ ...SOURCES, 'shop/eu/render-config.yaml': config('  applyStacks: true\n') }));
    const files = textsOf(tree);
    expect(files['shop/eu/stacks/kustomization.yaml']).toContain('- shop.resolved.yaml\n');
    expect(files['shop/eu/stacks/shop.resolved.yaml']).not.toContain('local-config');
    expect(await render(tree)).toMatchObject({ changes: [], problems: [] });
  });

  test('renders to itself, with a build and without', async () => {
    const tree = await renderedTree();
    expect(await render(tree, builder(BUILT).build)).toMatchObject({ changes: [], problems: [] });
    expect(await render(tree)).toMatchObject({ changes: [], problems: [] });
    expect(readPackage({ files: tree, folder: 'shop/eu', workingDirectory: '/' }).packages).toMatchObject([
      { stackSet: { metadata: { name: 'shop', namespace: 'eu' }, spec: { stackTemplate: { spec: { replicas: 7 } } } } },
    ]);
    expect(readPackage({ files: tree, folder: 'shop/base', workingDirectory: '/' }).packages).toEqual([]);
  });

  test('freezes a stack as it was built; a new version makes another', async () => {
    const tree = await renderedTree();
    const plan = await render(tree, builder(stackSetText({ namespace: 'eu', version: 'v2', replicas: 9 })).build);
    const files = textsOf(committed(tree, plan));
    expect([files['shop/eu/stacks/shop-v1.yaml'], files['shop/eu/stacks/shop-v2.yaml']]).toEqual([
      expect.stringContaining('replicas: 7'),
      expect.stringContaining('replicas: 9'),
    ]);
  });

  test('warns of a template that was changed under the same version', async () => {
    const plan = await render(await renderedTree(), builder(stackSetText({ namespace: 'eu', replicas: 8 })).build);
    expect(reasons(plan)).toEqual(['TemplateDrift shop/eu/kustomization.yaml']);
    expect(plan.changes.map(({ path }) => path)).toEqual(['shop/eu/stacks/shop.resolved.yaml']);
  });

  test('takes configuration from what was built, not from files', async () => {
    const stackSet = stackSetText({ namespace: 'eu' }).replace(
      '      replicas: 2',
      '      replicas: 2\n      configurationResources: [{configMapRef: {name: shop-v1-a}}]',
    );
    const map = (text: string): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop-v1-a, namespace: eu}\ndata: {from: ${text}}\n`;
    const sources = treeOf({ ...SOURCES, 'shop/eu/a.yaml': map('file') });
    const tree = await renderedTree(`${map('build')}---\n${stackSet}`, sources);
    expect(textsOf(tree)['shop/eu/stacks/shop-v1.yaml']).toContain('from: build');
    // Who cannot build cannot freeze it: a new stack waits for somebody who can.
    const withoutStack = tree.with([['/shop/eu/stacks/shop-v1.yaml', undefined]]);
    expect(reasons(await render(withoutStack))).toEqual(['RenderNeeded shop/eu/stacks/shop.resolved.yaml']);
  });

  test('takes no edit of what was built', async () => {
    const tree = await renderedTree();
    const path = 'shop/eu/stacks/shop.resolved.yaml';
    const edited = tree.with([[path, (textsOf(tree)[path] ?? '').replace('replicas: 7', 'replicas: 70')]]);
    for (const build of [undefined, builder(BUILT).build])
      expect(reasons(await render(edited, build))).toEqual([`GeneratedFileEdited ${path}`]);
  });

  test('is not read where it is all structure, as no other file is', async () => {
    const tree = await renderedTree();
    const path = 'shop/eu/stacks/shop.resolved.yaml';
    const dense = tree.with([[path, `${textsOf(tree)[path]}  x: [${'[],'.repeat(200_000)}]\n`]]);
    expect(reasons(await render(dense))).toEqual([`FileTooDense ${path}`]);
  });

  test('becomes one of files again, where the setting goes', async () => {
    const files = treeOf({
      'shop/stackset.yaml': stackSetText(),
      'shop/kustomization.yaml': 'resources: [stackset.yaml]\n',
      'shop/render-config.yaml': config(),
    });
    const tree = (await renderedTree(stackSetText(), files)).with([['shop/render-config.yaml', undefined]]);
    const plan = await render(tree);
    expect(plan.problems).toEqual([]);
    expect(plan.changes.map(({ action, path }) => `${action} ${path}`)).toEqual(['remove shop/stacks/shop.resolved.yaml']);
  });
});

describe('what is wrong', () => {
  const failing =
    (kind: 'NoProgram' | 'Remote' | 'Failed'): BuildFolder =>
    () => ({ failure: { kind, words: 'words of kustomize' } });

  test.each([
    ['no program is there', failing('NoProgram'), 'KustomizeMissing'],
    ['something would be fetched', failing('Remote'), 'KustomizeRemote'],
    ['the build fails', failing('Failed'), 'KustomizeFailed'],
    ['the build holds no StackSet', builder('kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n').build, 'StackSetNotBuilt'],
    ['the build holds nothing', builder('').build, 'StackSetNotBuilt'],
  ])('%s', async (_what, build, reason) => {
    const plan = await render(treeOf(SOURCES), build);
    expect(reasons(plan)).toEqual([`${reason} shop/eu/kustomization.yaml`]);
    expect(plan.changes).toEqual([]);
    if (reason === 'KustomizeFailed') expect(plan.problems[0]?.message).toContain('words of kustomize');
  });

  test('the generated files are among what is built', async () => {
    const tree = await renderedTree();
    const built = `${BUILT}---\n${textsOf(tree)['shop/eu/stacks/shop-v1.yaml']}`;
    expect(reasons(await render(tree, builder(built).build))).toEqual(['GeneratedInBuild shop/eu/kustomization.yaml']);
  });

  test('an error of the StackSet is told at the kustomization', async () => {
    const plan = await render(treeOf(SOURCES), builder(BUILT.replace('replicas', 'replcias')).build);
    expect(plan.problems).toMatchObject([{ reason: 'UnknownField', file: 'shop/eu/kustomization.yaml', object: { name: 'shop' } }]);
  });

  test('the base is rendered too, also one below another', async () => {
    const { 'shop/render-config.yaml': _setting, ...files } = SOURCES;
    const layered = {
      ...files,
      'shop/eu/kustomization.yaml': 'components: [../layer, https://example.org/x]\nresources: 1\n',
      'shop/layer/kustomization.yaml': 'resources: [../base, ../layer]\n',
      'shop/other/stackset.yaml': stackSetText(),
    };
    for (const sources of [files, layered]) {
      expect(reasons(await render(treeOf(sources), builder(BUILT).build))).toEqual(['BaseRendered shop/base/stackset.yaml']);
    }
  });

  test('nothing was built yet, for who does not build', async () => {
    expect(reasons(await render(treeOf(SOURCES)))).toEqual(['StackSetNotResolved shop/eu/kustomization.yaml']);
  });

  test('there is no kustomization anywhere', async () => {
    const files = treeOf({ 'shop/render-config.yaml': config(), 'shop/stackset.yaml': stackSetText() });
    for (const build of [undefined, builder(BUILT).build])
      expect(reasons(await render(files, build))).toEqual(['KustomizationMissing shop/render-config.yaml']);
  });
});
