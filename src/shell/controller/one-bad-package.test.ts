import { expect, test } from 'vitest';
import { explainBlocked } from '../../core/explain.ts';
import type { PersonsChanges } from '../git/testing/server-repository.ts';
import { stackSetText } from './testing/packages.ts';
import { Rig } from './testing/rig.ts';

const outputs = (folder: string): string =>
  `apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata: {name: c}\nspec: {output: ${folder}}\n`;
const OTHER = stackSetText({ name: 'other' });
const OBSTACLES: readonly (readonly [string, PersonsChanges, string])[] = [
  ['a link for its output folder', { 'apps/bad/stacks': { link: '../shop/stacks' } }, 'apps/bad/stacks is a symbolic link'],
  ['a file for its output folder', { 'apps/bad/stacks': 'text' }, 'apps/bad/stacks is a file'],
  ['a link on the way to it', { 'apps/bad/c.yaml': outputs('x/y'), 'apps/bad/x': { link: '../shop' } }, 'apps/bad/x is a symbolic link'],
  ['a folder for a file', { 'apps/bad/stacks/bad-v1.yaml/x': '' }, 'apps/bad/stacks/bad-v1.yaml is a folder'],
  ['a folder for its state', { 'apps/bad/stacks/bad.state.yaml/x': '' }, 'apps/bad/stacks/bad.state.yaml is a folder'],
];
/** In files ten times as large each would take minutes and a gigabyte to read, or overflow a stack. */
const DENSE: readonly (readonly [string, string])[] = [
  ['brackets', `wide: [${'[],'.repeat(300_000)}]\n`],
  ['fields that are there already', 'a: 1\n'.repeat(300_000)],
  ['fields that nobody knows', Array.from({ length: 100_000 }, (_, index) => `k${index}: 1\n`).join('')],
  ['documents', '---\na: 1\n'.repeat(100_000)],
];
const OVERLAPS: readonly (readonly [string, PersonsChanges, string])[] = [
  ['a package in its output folder', { 'apps/bad/stacks/stackset.yaml': OTHER }, 'rendering the package again changes it again'],
  [
    'the output folder of another one',
    { 'apps/bad/c.yaml': outputs('sub/stacks'), 'apps/bad/sub/c.yaml': outputs('stacks'), 'apps/bad/sub/stackset.yaml': OTHER },
    'rendering the package again changes it again',
  ],
];

/** Seconds until it is tried again at the latest. */
const LONGEST_LEFT_OUT = 300;

/** What holds a package back. */
async function waits(rig: Rig, name: string): Promise<string> {
  const { stackSets } = await rig.pass();
  return stackSets
    .filter((report) => report.name === name)
    .flatMap(({ decision }) => decision.blocked.map((blocked) => `${blocked.reason}: ${explainBlocked(blocked)}`))
    .join();
}

/** A shop that goes on to v2 beside a package that cannot be written. */
async function besides(changes: PersonsChanges): Promise<Rig> {
  const shop = { 'apps/shop/stackset.yaml': stackSetText({ traffic: { v1: 100 } }) };
  const rig = await Rig.create({ ...shop, 'apps/bad/stackset.yaml': stackSetText({ name: 'bad' }), ...changes });
  await rig.rollOut();
  await rig.server.commit({ 'notes.md': 'something else' });
  await rig.server.commit({ 'apps/shop/stackset.yaml': stackSetText({ version: 'v2', traffic: { v1: 0, v2: 100 } }) });
  await rig.rollOut();
  return rig;
}

test.each(DENSE)(
  'a file that is nothing but %s keeps no other package from being decided',
  async (_what, text) => {
    const rig = await besides({ 'apps/bad/stackset.yaml': `${stackSetText({ name: 'bad' })}${text}` });
    expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
    expect(await waits(rig, 'bad')).toContain('100000 brackets, commas, colons, hyphens and lines, and is not read');
  },
  60_000,
);

test.each(OBSTACLES)(
  '%s keeps no other package from being decided, and is told until it is gone',
  async (_what, changes, message) => {
    const rig = await besides(changes);
    expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
    expect(await waits(rig, 'bad')).toBe(`Invalid: ${message} in the repository, which is left as it is.`);
    await rig.server.commit(Object.fromEntries(Object.keys(changes).map((path) => [path, undefined])));
    rig.clock.pass(LONGEST_LEFT_OUT);
    await rig.rollOut();
    expect(await rig.weights('apps/bad')).toEqual({ 'bad-v1': 100 });
  },
  60_000,
);

test.each(OVERLAPS)(
  '%s keeps no other package from being decided',
  async (_what, changes, message) => {
    const rig = await besides(changes);
    expect(await rig.weights()).toEqual({ 'shop-v1': 0, 'shop-v2': 100 });
    expect(await waits(rig, 'bad')).toBe(`Invalid: ${message}`);
    expect((await rig.log()).filter((subject) => /bad: render/.test(subject))).toHaveLength(1);
  },
  60_000,
);
