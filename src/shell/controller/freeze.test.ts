import { expect, test, vi } from 'vitest';
import { explainBlocked } from '../../core/explain.ts';
import type { PassReport } from './pass-report.ts';
import { stackSetText } from './testing/packages.ts';
import { Rig } from './testing/rig.ts';

// Each of them runs some dozens of Git processes.
vi.setConfig({ testTimeout: 120_000 });

const FILE = 'apps/shop/stackset.yaml';
const FREEZE = 'stackset-freeze.yaml';
const V2 = stackSetText({ version: 'v2', traffic: { v1: 0, v2: 100 } });

const freezeText = (...spec: readonly string[]): string =>
  [
    'apiVersion: stackset-gitops.dev/v1alpha1',
    'kind: Freeze',
    'metadata: {name: freeze}',
    'spec:',
    '  reason: the big sale',
    ...spec.map((line) => `  ${line}`),
    '',
  ].join('\n');

/** Everything that is held back, as people read it. */
const waits = ({ stackSets }: PassReport): readonly string[] =>
  stackSets.flatMap(({ name, decision }) => decision.blocked.map((blocked) => `${name} ${blocked.reason}: ${explainBlocked(blocked)}`));

async function shop(options: Parameters<typeof Rig.create>[1] = {}): Promise<Rig> {
  const rig = await Rig.create({ [FILE]: stackSetText({ traffic: { v1: 100 } }) }, options);
  await rig.rollOut();
  return rig;
}

const removed = async (rig: Rig): Promise<void> => {
  await rig.server.commit({ [FREEZE]: undefined }, { message: 'Unfreeze' });
};

test('a freeze stops every decision, not rendering, and its end lets everything go on', async () => {
  const rig = await shop();
  await rig.server.commit({ [FREEZE]: freezeText() });
  await rig.server.commit({ [FILE]: V2, 'apps/blog/stackset.yaml': stackSetText({ name: 'blog' }) });
  expect(await rig.rollOut()).toEqual(['blog: render v1; shop: render v2']);
  expect(waits(await rig.pass())).toEqual([
    'blog Frozen: decisions are frozen by stackset-freeze.yaml: the big sale',
    'shop Frozen: decisions are frozen by stackset-freeze.yaml: the big sale',
  ]);
  expect(await rig.weights()).toEqual({ 'shop-v1': 100 });
  await removed(rig);
  await rig.rollOut();
  expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
  expect(await rig.weights('apps/blog')).toEqual({ 'blog-v1': 100 });
});

test('a freeze with an end ends by time alone', async () => {
  const rig = await shop();
  const end = rig.clock.now() + 3600;
  await rig.server.commit({ [FILE]: V2, [FREEZE]: freezeText(`until: ${new Date(end * 1000).toISOString().slice(0, 19)}Z`) });
  expect(await rig.rollOut()).toEqual(['shop: render v2']);
  expect(rig.controller.nextMoment).toBe(end);
  rig.clock.pass(3600);
  expect(await rig.rollOut()).toContain('shop: v2 0 % -> 100 %, v1 100 % -> 0 %');
});

test('a freeze of another cluster stops nothing here', async () => {
  const rig = await shop();
  await rig.server.commit({ [FILE]: V2, [FREEZE]: freezeText('controllers: [eu-2]') });
  expect(await rig.rollOut()).toContain('shop: v2 0 % -> 100 %, v1 100 % -> 0 %');
});

test('what people revert under a freeze rolls back at once, and is on hold when it ends', async () => {
  const rig = await shop();
  await rig.server.commit({ [FILE]: V2 });
  await rig.rollOut();
  const paths = (await rig.server.git('diff', '--name-only', 'main~1', 'main')).split('\n');
  const before = await Promise.all(paths.map(async (path) => [path, `${await rig.server.show('main~1', path)}\n`] as const));
  await rig.server.commit({ [FREEZE]: freezeText() });
  await rig.server.commit(Object.fromEntries(before), { message: 'Revert' });
  expect(await rig.rollOut()).toEqual([]);
  expect(await rig.weights()).toEqual({ 'shop-v1': 100, 'shop-v2': 0 });
  expect(waits(await rig.pass())).toEqual(['shop Frozen: decisions are frozen by stackset-freeze.yaml: the big sale']);
  await removed(rig);
  expect((await rig.rollOut())[0]).toMatch(/^shop: hold traffic as /);
  expect(await rig.weights()).toEqual({ 'shop-v1': 100, 'shop-v2': 0 });
});

test.each<[string, string]>([
  ['no YAML', 'kind: [Freeze\n'],
  ['empty', ''],
  ['something else', 'kind: ConfigMap\n'],
  ['misspelt', freezeText('untill: 2020-01-01T00:00:00Z')],
  ['too large', `# ${'x'.repeat(70_000)}\n${freezeText('until: 2020-01-01T00:00:00Z')}`],
])('a freeze that is %s freezes, and says so', async (_name, text) => {
  const rig = await shop();
  await rig.server.commit({ [FILE]: V2, [FREEZE]: text });
  expect(await rig.rollOut()).toEqual(['shop: render v2']);
  const [wait] = waits(await rig.pass());
  expect(wait).toMatch(
    /^shop Frozen: decisions are frozen by stackset-freeze.yaml, which cannot be read: .*; correct it, or remove it to go on$/,
  );
});

test('a folder where the freeze would be freezes too', async () => {
  const rig = await shop();
  await rig.server.commit({ [FILE]: V2, [`${FREEZE}/note`]: 'x' });
  expect(await rig.rollOut()).toEqual(['shop: render v2']);
  expect(waits(await rig.pass())[0]).toContain('it is a folder');
});

test('a freeze that comes while a commit is made is obeyed: the push is refused, and everything decided again', async () => {
  const rig = await shop();
  await rig.server.commit({ [FILE]: V2 });
  await rig.settle();
  await rig.deploy();
  const { signal } = new AbortController();
  await rig.server.commit({ [FREEZE]: freezeText() });
  const report = await rig.controller.pass(false, signal);
  expect(report.outcome.kind).toBe('unchanged');
  expect(waits(report)).toEqual(['shop Frozen: decisions are frozen by stackset-freeze.yaml: the big sale']);
});

test('with a branch for generated files the freeze is on the branch that people write', async () => {
  const rig = await shop({ outputBranch: 'env/eu-1' });
  await rig.server.commit({ [FILE]: V2, [FREEZE]: freezeText() });
  expect(await rig.rollOut()).toEqual(['shop: render v2']);
  expect(waits(await rig.pass())[0]).toContain('shop Frozen');
});
