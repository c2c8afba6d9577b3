import { expect, test, vi } from 'vitest';
import { stackSetText } from './testing/packages.ts';
import { Rig } from './testing/rig.ts';

// Each of them runs some dozens of Git processes.
vi.setConfig({ testTimeout: 60_000 });

const FILE = 'apps/shop/stackset.yaml';
const OUTPUT = 'env/eu-1';
const V2 = stackSetText({ version: 'v2', traffic: { v1: 0, v2: 100 } });

async function shop(): Promise<Rig> {
  const rig = await Rig.create({ [FILE]: stackSetText({ traffic: { v1: 100 } }), 'README.md': 'hello\n' }, { outputBranch: OUTPUT });
  await rig.rollOut();
  return rig;
}

test('generated files and the state lie on a branch of their own, which begins without a parent', async () => {
  const rig = await shop();
  expect([...(await rig.files(OUTPUT)).keys()]).toEqual([
    'apps/shop/stacks/kustomization.yaml',
    'apps/shop/stacks/shop-v1.yaml',
    'apps/shop/stacks/shop.routes.yaml',
    'apps/shop/stacks/shop.state.yaml',
  ]);
  expect(await rig.log()).toEqual(['Begin']);
  expect(await rig.log(OUTPUT)).toEqual(['shop: adopt', 'shop: render v1']);
  expect(await rig.server.git('log', '-1', '--format=%(trailers:key=Sync-Source,valueonly)', OUTPUT)).toContain(await rig.server.tip());
});

test('a change of the sources is rolled out there', async () => {
  const rig = await shop();
  await rig.server.commit({ [FILE]: V2 });
  expect(await rig.rollOut()).toEqual(['shop: render v2', 'shop: write the state', 'shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
  expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
  expect(await rig.log()).toHaveLength(2);
});

test('generated files that were left beside the sources count for nothing', async () => {
  const rig = await shop();
  const old = (await rig.files(OUTPUT)).get('apps/shop/stacks/shop-v1.yaml') ?? '';
  await rig.server.commit({ 'apps/shop/stacks/shop-v0.yaml': old.replaceAll('shop-v1', 'shop-v0') });
  expect(await rig.settle()).toEqual([]);
});

test('a revert on that branch is a rollback there, and an edit of the sources ends the hold', async () => {
  const rig = await shop();
  await rig.server.commit({ [FILE]: V2 });
  await rig.rollOut();
  const paths = (await rig.server.git('diff', '--name-only', `${OUTPUT}~1`, OUTPUT)).split('\n');
  const before = await Promise.all(paths.map(async (path) => [path, `${await rig.server.show(`${OUTPUT}~1`, path)}\n`] as const));
  await rig.server.commit(Object.fromEntries(before), { branch: OUTPUT, message: 'Revert' });
  expect(await rig.rollOut()).toEqual([expect.stringContaining('shop: hold traffic')]);
  expect(await rig.weights()).toEqual({ 'shop-v1': 100, 'shop-v2': 0 });
  await rig.server.commit({ 'README.md': 'hello again\n' });
  expect(await rig.rollOut()).toEqual([]);
  await rig.server.commit({ [FILE]: stackSetText({ version: 'v2', traffic: { v1: 50, v2: 50 } }) });
  expect(await rig.rollOut()).toEqual([expect.stringContaining('shop: v2 0 % -> 50 %, v1 100 % -> 50 %')]);
});

test('a race on that branch is lost as on any other', async () => {
  const rig = await shop();
  await rig.server.commit({ [FILE]: V2 });
  const push = rig.repository.push.bind(rig.repository);
  let races = 1;
  rig.repository.push = async (...args) => {
    if (races-- > 0) await rig.server.commit({ 'notes.md': 'mine\n' }, { branch: OUTPUT, message: 'A person was faster' });
    return push(...args);
  };
  expect(await rig.pass()).toMatchObject({ lostRaces: 1, outcome: { kind: 'committed' } });
  expect((await rig.log(OUTPUT)).slice(0, 2)).toEqual(['shop: render v2', 'A person was faster']);
});

test('a package that was rolled out beside its sources moves there as it is, with its weights', async () => {
  const before = await Rig.create({ [FILE]: stackSetText({ traffic: { v1: 100 } }) });
  await before.rollOut();
  await before.server.commit({ [FILE]: stackSetText({ version: 'v2', traffic: { v1: 60, v2: 40 } }) });
  await before.rollOut();
  const files = Object.fromEntries(await before.files());
  const rig = await Rig.create(files, { outputBranch: OUTPUT });
  expect(await rig.settle()).toHaveLength(1);
  expect(await rig.weights()).toEqual({ 'shop-v1': 60, 'shop-v2': 40 });
  expect(Object.fromEntries(await rig.files(OUTPUT))).toEqual(
    Object.fromEntries(Object.entries(files).filter(([path]) => path.includes('/stacks/'))),
  );
});
