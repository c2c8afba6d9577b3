import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Refusal } from '../git/repository.ts';
import { NO_OBSERVER } from './pass-observer.ts';
import { stackSetText } from './testing/packages.ts';
import { Rig } from './testing/rig.ts';

// Each of them runs some dozens of Git processes.
vi.setConfig({ testTimeout: 60_000 });

const FILE = 'apps/shop/stackset.yaml';

/** A shop whose v2 is ready to be switched to. */
async function readyShop(): Promise<Rig> {
  const rig = await Rig.create({ [FILE]: stackSetText({ traffic: { v1: 100 } }) }, { random: () => 0.5 });
  await rig.rollOut();
  await rig.server.commit({ [FILE]: stackSetText({ version: 'v2', traffic: { v1: 0, v2: 100 } }) });
  await rig.settle();
  await rig.deploy();
  return rig;
}

describe('a race', () => {
  test('that is lost is decided again on the new tip, with what was pushed there', async () => {
    const rig = await readyShop();
    const push = rig.repository.push.bind(rig.repository);
    const edits = [{ 'README.md': 'hello\n' }, { [FILE]: stackSetText({ version: 'v2', traffic: { v1: 50, v2: 50 } }) }];
    rig.repository.push = async (...args) => {
      const [edit] = edits.splice(0, 1);
      if (edit) await rig.server.commit(edit, { message: 'A person was faster' });
      return push(...args);
    };
    const report = await rig.pass();
    expect(report).toMatchObject({ lostRaces: 2, outcome: { kind: 'committed' } });
    expect(await rig.weights()).toEqual({ 'shop-v1': 50, 'shop-v2': 50 });
    expect((await rig.log()).slice(0, 3)).toEqual(['shop: v2 0 % -> 50 %, v1 100 % -> 50 %', 'A person was faster', 'A person was faster']);
    expect(rig.clock.slept).toEqual([50, 100]);
  });

  test('that is lost without end is given up for now', async () => {
    const rig = await readyShop();
    const refusals: Refusal[] = [];
    rig.start({ observer: { ...NO_OBSERVER, refused: (refusal) => refusals.push(refusal) } });
    rig.repository.push = async () => ({ kind: 'refused', refusal: 'race', message: 'somebody was faster' });
    expect((await rig.pass()).outcome).toMatchObject({ kind: 'refused', refusal: 'race' });
    expect(refusals).toEqual(Array.from({ length: 20 }, () => 'race'));
  });

  test('that is lost to a hold leaves traffic where the person put it', async () => {
    const rig = await readyShop();
    const push = rig.repository.push.bind(rig.repository);
    let hasPushed = false;
    rig.repository.push = async (...args) => {
      const pause = { version: 'v2', traffic: { v1: 0, v2: 100 }, annotations: { 'stackset-gitops.dev/pause': 'true' } };
      if (!hasPushed) await rig.server.commit({ [FILE]: stackSetText(pause) }, { message: 'Stop' });
      hasPushed = true;
      return push(...args);
    };
    expect((await rig.pass()).outcome).toMatchObject({ kind: 'unchanged' });
    expect(await rig.weights()).toEqual({ 'shop-v1': 100, 'shop-v2': 0 });
  });
});

test('a hook that declines is told, and what was decided is tried again', async () => {
  const rig = await readyShop();
  const hook = join(rig.server.folder, 'hooks', 'pre-receive');
  await writeFile(hook, '#!/bin/sh\necho "frozen for the weekend"; exit 1\n');
  await chmod(hook, 0o755);
  expect((await rig.pass()).outcome).toMatchObject({
    kind: 'refused',
    refusal: 'hook',
    message: expect.stringContaining('frozen for the weekend'),
  });
  await chmod(hook, 0o644);
  expect(await rig.settle()).toEqual([]);
  rig.clock.pass(10);
  expect(await rig.settle()).toEqual(['shop: v2 0 % -> 100 %, v1 100 % -> 0 %']);
});

test('a check that declines one package holds up no other', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const file = (name: string): string => `apps/${name}/stackset.yaml`;
  const rig = await Rig.create(Object.fromEntries(names.map((name) => [file(name), stackSetText({ name, traffic: { v1: 100 } })])));
  await rig.rollOut();
  await decline(rig, 'apps/d/ is frozen', 'git diff --name-only $old $new | grep -q "^apps/d/"');
  const v2 = names.map((name) => [file(name), stackSetText({ name, version: 'v2', traffic: { v1: 100 } })]);
  await rig.server.commit(Object.fromEntries(v2));
  const outcomes: string[] = [];
  for (let pass = 0; pass < 6; pass++) outcomes.push((await rig.pass()).outcome.kind);
  expect(outcomes).toEqual(['committed', 'committed', 'refused', 'committed', 'committed', 'unchanged']);
  const { stackSets } = await rig.pass();
  expect(stackSets.map(({ name, problems }) => [name, problems.map(({ reason }) => reason)])).toEqual([
    ['a', []],
    ['b', []],
    ['c', []],
    ['d', ['CommitDeclined']],
    ['e', []],
  ]);
  expect(rig.controller.nextMoment).toBe(rig.clock.now() + 10);
  await rig.server.git('config', 'core.hooksPath', '/dev/null');
  rig.clock.pass(10);
  expect(await rig.settle()).toEqual(['d: render v2', 'd: write the state']);
});

/** A pre-receive hook that says no where a command succeeds. */
async function decline({ server }: Rig, message: string, condition: string): Promise<void> {
  const hook = join(server.folder, 'hooks', 'pre-receive');
  await writeFile(hook, `#!/bin/sh\nread old new ref\nif ${condition}; then echo "${message}"; exit 1; fi\n`);
  await chmod(hook, 0o755);
}

test('a push whose answer is lost is found by the next fetch', async () => {
  const rig = await readyShop();
  const push = rig.repository.push.bind(rig.repository);
  rig.repository.push = async (...args) => {
    await push(...args);
    rig.repository.push = push;
    return { kind: 'refused', refusal: 'network', message: 'the connection broke off' };
  };
  expect((await rig.pass()).outcome).toMatchObject({ kind: 'refused', refusal: 'network' });
  expect(await rig.settle()).toEqual([]);
  expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
});

describe('nothing is pushed', () => {
  test('by a replica that does not lead any more', async () => {
    const rig = await readyShop();
    const tip = await rig.server.tip();
    rig.start({ mayAct: () => false });
    expect((await rig.pass()).outcome).toEqual({ kind: 'dropped' });
    expect(await rig.server.tip()).toBe(tip);
  });

  test('after the process was told to end', async () => {
    const rig = await readyShop();
    const tip = await rig.server.tip();
    expect((await rig.controller.pass(true, AbortSignal.abort())).outcome).toEqual({ kind: 'dropped' });
    expect(await rig.server.tip()).toBe(tip);
  });
});

test('a branch that is not there is an error', async () => {
  const rig = await readyShop();
  await rig.server.git('update-ref', '-d', 'refs/heads/main');
  await expect(rig.pass()).rejects.toThrow('the repository has no branch main');
});
