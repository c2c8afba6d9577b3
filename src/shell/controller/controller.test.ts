import { describe, expect, test, vi } from 'vitest';
import { explainBlocked } from '../../core/explain.ts';
import type { PassReport } from './pass-report.ts';
import { stackSetText } from './testing/packages.ts';
import { Rig } from './testing/rig.ts';

// Each of them runs some dozens of Git processes.
vi.setConfig({ testTimeout: 60_000 });

const FILE = 'apps/shop/stackset.yaml';
const STATE = 'apps/shop/stacks/shop.state.yaml';
const V2 = stackSetText({ version: 'v2', traffic: { v1: 0, v2: 100 } });

/** Everything that is held back, as people read it. */
const waits = ({ stackSets }: PassReport): readonly string[] =>
  stackSets.flatMap(({ name, decision }) => decision.blocked.map((blocked) => `${name} ${blocked.reason}: ${explainBlocked(blocked)}`));

/** A shop whose v1 has all the traffic, applied and ready. */
async function shop(options: Parameters<typeof Rig.create>[1] = {}): Promise<Rig> {
  const rig = await Rig.create({ [FILE]: stackSetText({ traffic: { v1: 100 } }) }, options);
  await rig.rollOut();
  return rig;
}

describe('a package', () => {
  test('that was never rendered is rendered, adopted, and at rest', async () => {
    const rig = await Rig.create({ [FILE]: stackSetText() });
    expect(await rig.rollOut()).toEqual(['shop: render v1', 'shop: adopt']);
    expect(await rig.weights()).toEqual({ 'shop-v1': 100 });
    expect(await rig.state()).toMatchObject({ controller: 'eu-1', path: 'apps/shop' });
  });

  test('with a new version is switched when that is ready, and cleaned up when its time has come', async () => {
    const rig = await shop();
    await rig.server.commit({ [FILE]: V2 });
    expect(await rig.settle()).toEqual(['shop: render v2', 'shop: write the state']);
    expect(waits(await rig.pass())).toEqual(['shop StacksNotReady: shop-v2 is not ready: its Deployment is not in the cluster']);
    await rig.deploy();
    expect(await rig.settle()).toEqual(['shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
    await rig.deploy();
    expect(await rig.settle()).toEqual([]);
    expect(rig.controller.nextMoment).toBe(rig.clock.now() + 301);
    rig.clock.pass(300);
    expect(await rig.settle()).toEqual([]);
    rig.clock.pass(1);
    expect(await rig.settle()).toEqual(['shop: scale down v1']);
    expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
  });

  test('without a change costs no decision', async () => {
    const rig = await shop();
    expect((await rig.pass()).looked.size).toBe(0);
  });

  test('whose namespace a target names has its objects looked for there', async () => {
    const rig = await Rig.create({ [FILE]: stackSetText({ traffic: { v1: 100 } }) });
    rig.start({ targets: [{ path: 'apps', namespace: 'elsewhere' }] });
    await rig.rollOut();
    await rig.server.commit({ [FILE]: V2 });
    await rig.settle();
    await rig.deploy();
    expect(waits(await rig.pass())[0]).toBe('shop StacksNotReady: shop-v2 is not ready: its Deployment is not in the cluster');
  });
});

describe('a tip that does not render to itself', () => {
  test('is rendered in a commit of its own, before anything is decided', async () => {
    const rig = await shop();
    await rig.server.commit({ [FILE]: V2, 'apps/blog/stackset.yaml': stackSetText({ name: 'blog' }) });
    const { outcome } = await rig.pass();
    expect(outcome).toMatchObject({
      kind: 'committed',
      changes: [
        { kind: 'rendered', name: 'blog' },
        { kind: 'rendered', name: 'shop' },
      ],
    });
    expect(await rig.weights()).toEqual({ 'shop-v1': 100 });
    expect(await rig.settle()).toEqual(['blog: adopt; shop: write the state']);
  });

  test('is nothing that the controller makes', async () => {
    const rig = await shop();
    await rig.server.commit({ [FILE]: V2 });
    const subjects = await rig.rollOut();
    expect(subjects.filter((subject) => subject.includes('render'))).toEqual(['shop: render v2']);
  });
});

describe('people win', () => {
  async function switched(): Promise<Rig> {
    const rig = await shop();
    await rig.server.commit({ [FILE]: V2 });
    await rig.rollOut();
    return rig;
  }

  /** As `git revert` of the tip. */
  async function revert(rig: Rig): Promise<void> {
    const paths = (await rig.server.git('diff', '--name-only', 'main~1', 'main')).split('\n');
    const before = await Promise.all(paths.map(async (path) => [path, `${await rig.server.show('main~1', path)}\n`] as const));
    await rig.server.commit(Object.fromEntries(before), { message: 'Revert' });
  }

  test('a revert of a switch rolls it back for good, and an edit of spec.traffic ends that', async () => {
    const rig = await switched();
    await revert(rig);
    const commit = await rig.server.tip();
    await rig.deploy();
    expect(await rig.settle()).toEqual([`shop: hold traffic as ${commit?.slice(0, 12)} moved it`]);
    expect(await rig.weights()).toEqual({ 'shop-v1': 100, 'shop-v2': 0 });
    expect((await rig.state()).hold?.commit).toBe(commit);
    expect(waits(await rig.pass())[0]).toContain('shop OnHold: traffic is on hold');
    await rig.server.commit({ [FILE]: stackSetText({ version: 'v2', traffic: { v1: 50, v2: 50 } }) });
    expect(await rig.rollOut()).toEqual(['shop: v2 0 % -> 50 %, v1 100 % -> 50 %; end of the hold']);
    expect((await rig.state()).hold).toBeUndefined();
  });

  test('a revert that came too late is repaired: requests stay where pods are', async () => {
    const rig = await switched();
    const [tip = ''] = [await rig.server.tip()];
    rig.clock.pass(301);
    expect(await rig.settle()).toEqual(['shop: scale down v1']);
    await rig.deploy();
    const state = (await rig.server.show(tip, STATE)).replace('name: shop-v1', 'name: shop-v1\n    scaledDown: true');
    const moved = state
      .replace(/weight: 0/, 'weight: X')
      .replace('weight: 100', 'weight: 0')
      .replace('weight: X', 'weight: 100');
    await rig.server.commit({ [STATE]: `${moved}\n` }, { message: 'Revert too late' });
    expect((await rig.settle())[0]).toContain('repair');
    expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
  });

  test('a pause stops decisions, not rendering', async () => {
    const rig = await shop();
    const paused = { version: 'v2', traffic: { v1: 0, v2: 100 }, annotations: { 'stackset-gitops.dev/pause': 'true' } };
    await rig.server.commit({ [FILE]: stackSetText(paused) });
    expect(await rig.rollOut()).toEqual(['shop: render v2']);
    expect(waits(await rig.pass())[0]).toContain('shop Paused');
    await rig.server.commit({ [FILE]: V2 });
    expect(await rig.rollOut()).toEqual(['shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
  });

  test('a state that was deleted is brought back, and moves nothing', async () => {
    const rig = await switched();
    await rig.server.commit({ [FILE]: stackSetText({ version: 'v3', traffic: { v3: 100 } }), [STATE]: undefined });
    await rig.settle();
    expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100, 'shop-v3': 0 });
  });

  test('a StackSet that is to leave does so in steps: its protection, its routes, and when requests have ended all of it', async () => {
    const rig = await shop();
    await rig.server.commit({ [FILE]: stackSetText({ traffic: { v1: 100 }, annotations: { 'stackset-gitops.dev/remove': 'true' } }) });
    expect(await rig.settle()).toEqual(['shop: render again']);
    expect(waits(await rig.pass())[0]).toContain('shop StillProtected');
    expect(rig.cluster.find('Deployment', 'shop-v1')).toBeDefined();
    await rig.deploy();
    expect(await rig.settle()).toEqual(['shop: take all its routes away']);
    await rig.deploy();
    expect(waits(await rig.pass())[0]).toContain('shop Draining');
    rig.clock.pass(301);
    expect(await rig.settle()).toEqual(['shop: remove all its stacks']);
    await rig.deploy();
    // An empty one is left, by which GitOps tools prune.
    expect([...(await rig.files()).keys()]).toEqual(['apps/shop/stacks/kustomization.yaml', FILE]);
    expect(rig.cluster.find('Deployment', 'shop-v1')).toBeUndefined();
    expect(await rig.settle()).toEqual([]);
  });
});

describe('what is wrong with one package', () => {
  test('is told and holds up no other', async () => {
    const rig = await shop();
    await rig.server.commit({
      [FILE]: V2,
      'apps/bad/stackset.yaml': stackSetText({ name: 'bad' }).replace('backendPort: 8080', 'backendPort: none'),
    });
    expect(await rig.rollOut()).toEqual(['shop: render v2', 'shop: write the state', 'shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
    const report = await rig.pass();
    expect(waits(report)).toEqual([expect.stringContaining('bad Invalid: ')]);
    expect(report.stackSets[0]?.problems[0]).toMatchObject({ file: 'apps/bad/stackset.yaml', severity: 'error' });
  });

  test('is told where it is no YAML at all', async () => {
    const rig = await shop();
    await rig.server.commit({ [FILE]: 'kind: StackSet\n  a: b: c' });
    expect(await rig.settle()).toEqual([]);
    expect(waits(await rig.pass())[0]).toContain('shop Invalid');
  });

  test('is told where its StackSet is gone while it has traffic', async () => {
    const rig = await shop();
    await rig.server.commit({ [FILE]: undefined });
    expect(await rig.settle()).toEqual([]);
    expect(waits(await rig.pass())[0]).toContain('shop-v1 has 100 % of the traffic');
  });

  test('is told where another one has its names', async () => {
    const rig = await shop();
    await rig.server.commit({ 'apps/again/stackset.yaml': stackSetText({ name: 'shop' }) });
    await rig.rollOut();
    const report = await rig.pass();
    expect(report.stackSets.map(({ folder, decision }) => [folder, decision.blocked.map(({ reason }) => reason)])).toEqual([
      ['apps/again', ['Invalid']],
      ['apps/shop', []],
    ]);
  });
});

describe('a package of others', () => {
  test('is left alone until it is adopted', async () => {
    const rig = await shop();
    rig.start({ controller: 'eu-2' });
    await rig.server.commit({ [FILE]: V2 });
    expect(await rig.settle()).toEqual([]);
    expect(waits(await rig.pass())[0]).toContain('shop NotAdopted: the package belongs to the controller eu-1');
  });

  test('so is a copy', async () => {
    const rig = await shop();
    const files = [...(await rig.files())].map(([path, text]) => [path.replace('apps/shop', 'apps/copy'), text]);
    await rig.server.commit(Object.fromEntries(files));
    expect(await rig.settle()).toEqual([]);
    expect(waits(await rig.pass())[0]).toContain('shop NotAdopted: the package was adopted in apps/shop');
  });
});

describe('a cluster that is out of sight', () => {
  test('stops decisions and says so, until it is back', async () => {
    const rig = await shop();
    rig.cluster.hide('the API server does not answer');
    await rig.server.commit({ [FILE]: V2 });
    expect(await rig.settle()).toEqual(['shop: render v2']);
    const report = await rig.pass();
    expect(report.outcome).toMatchObject({ kind: 'frozen', reason: 'the API server does not answer' });
    expect(waits(report)[0]).toContain('shop ObservationStale');
    expect(rig.controller.nextMoment).toBeUndefined();
    rig.cluster.hide(undefined);
    await rig.deploy();
    expect(await rig.rollOut()).toEqual(['shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
  });

  test('also right before a push', async () => {
    const rig = await shop();
    await rig.server.commit({ [FILE]: V2 });
    await rig.settle();
    await rig.deploy();
    const confirm = rig.cluster.confirm;
    rig.cluster.confirm = async () => ({ fresh: false, since: '2026-03-01T12:00:00Z', reason: 'it hangs' });
    expect((await rig.pass()).outcome).toMatchObject({ kind: 'frozen', reason: 'it hangs' });
    rig.cluster.confirm = confirm;
    expect(await rig.settle()).toEqual(['shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
  });
});

test('a dry run says what it would do, and does nothing', async () => {
  const rig = await shop();
  await rig.server.commit({ [FILE]: V2 });
  await rig.settle();
  await rig.deploy();
  rig.start({ dryRun: true });
  const tip = await rig.server.tip();
  const { outcome } = await rig.pass();
  expect(outcome).toMatchObject({ kind: 'wouldCommit', message: expect.stringContaining('shop: v2 0 % -> 100 %') });
  expect(await rig.server.tip()).toBe(tip);
});

test('another controller in its place goes on as if nothing had happened', async () => {
  const rig = await shop();
  await rig.server.commit({ [FILE]: V2 });
  const subjects: string[] = [];
  for (let step = 0; step < 6; step++) {
    rig.start();
    const { outcome } = await rig.pass();
    if (outcome.kind === 'committed') subjects.push(outcome.message.split('\n')[0] ?? '');
    await rig.deploy();
  }
  expect(subjects).toEqual(['shop: render v2', 'shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
});
