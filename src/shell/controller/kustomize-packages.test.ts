import { expect, test, vi } from 'vitest';
import { MemoryTree } from '../files/memory-tree.ts';
import { planRender } from '../package/plan-render.ts';
import { stackSetText } from './testing/packages.ts';
import { Rig } from './testing/rig.ts';

// Each of them runs some dozens of Git processes.
vi.setConfig({ testTimeout: 60_000 });

const CONFIG = 'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nspec: {source: kustomize}\n';
const SOURCES = {
  'apps/render-config.yaml': CONFIG,
  'apps/base/kustomization.yaml': 'resources: [stackset.yaml]\n',
  'apps/base/stackset.yaml': stackSetText(),
  'apps/shop/kustomization.yaml': 'resources: [../base]\n',
  'apps/shop/render-config.yaml': CONFIG,
};
const STACKS = 'apps/shop/stacks';

/** What a person does who has kustomize, which builds this: renders, and commits what it wrote, or only some of it. */
async function render(rig: Rig, built: string, isCommitted = (_path: string): boolean => true): Promise<void> {
  const { changes, problems } = await planRender({
    files: MemoryTree.of(await rig.files()),
    directories: [],
    workingDirectory: '/',
    allowRemoval: false,
    build: () => ({ yaml: built }),
  });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const committed = changes.filter(({ path }) => isCommitted(path));
  await rig.server.commit(Object.fromEntries(committed.map((change) => [change.path, 'after' in change ? change.after : undefined])));
}

async function shop(): Promise<Rig> {
  const rig = await Rig.create(SOURCES);
  await render(rig, stackSetText({ traffic: { v1: 100 } }));
  await rig.rollOut();
  return rig;
}

const V2 = stackSetText({ version: 'v2', traffic: { v1: 0, v2: 100 } });

test('the StackSet that was built last is what the controller decides for, and the base is no package', async () => {
  const rig = await shop();
  expect(await rig.log()).toEqual(['shop: adopt', expect.any(String), 'Begin']);
  expect((await rig.state()).path).toBe('apps/shop');
  await render(rig, V2);
  expect(await rig.rollOut()).toEqual(['shop: write the state', 'shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
  expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
  expect([...(await rig.files()).keys()].filter((path) => path.startsWith('apps/base/'))).toHaveLength(2);
});

test('a change of the sources alone moves nothing', async () => {
  const rig = await shop();
  await rig.server.commit({ 'apps/base/stackset.yaml': V2 });
  expect(await rig.rollOut()).toEqual([]);
});

test('what was merged without a render is rendered from it, and the commit says so', async () => {
  const rig = await shop();
  const routes = `${STACKS}/shop.routes.yaml`;
  const before = (await rig.files()).get(routes);
  await rig.server.commit({ [routes]: undefined });
  expect(await rig.settle()).toEqual(['shop: render again']);
  expect((await rig.files()).get(routes)).toBe(before);
  const message = (await rig.server.git('log', '-1', '--format=%b', 'main')).replaceAll(/\s+/g, ' ');
  expect(message).toContain('take the StackSet that kustomize built last; run stackset render where its sources have changed since');
});

test('a package that nobody has rendered waits, and says for what', async () => {
  const rig = await shop();
  await rig.server.commit({ [`${STACKS}/shop.resolved.yaml`]: undefined });
  const { outcome, stackSets } = await rig.pass();
  expect({
    outcome,
    problems: stackSets.flatMap(({ name, problems }) => problems.map(({ reason, file }) => [name, reason, file])),
  }).toEqual({
    outcome: { kind: 'unchanged' },
    problems: [['shop', 'StackSetNotResolved', expect.stringContaining('apps/shop/kustomization.yaml')]],
  });
});

test.each([
  ['alone', (path: string): boolean => path.endsWith('.resolved.yaml')],
  ['with all that was rendered', (): boolean => true],
])('with a branch for generated files, people commit the StackSet that they built to theirs: %s', async (_what, isCommitted) => {
  const rig = await Rig.create(SOURCES, { outputBranch: 'env/eu-1' });
  await render(rig, stackSetText({ traffic: { v1: 100 } }), isCommitted);
  await rig.rollOut();
  expect(await rig.log('env/eu-1')).toEqual(['shop: adopt', 'shop: render v1']);
  expect([...(await rig.files('env/eu-1')).keys()]).not.toContain(`${STACKS}/shop.resolved.yaml`);
  await render(rig, V2, isCommitted);
  expect(await rig.rollOut()).toEqual(['shop: render v2', 'shop: write the state', 'shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
  expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
});
