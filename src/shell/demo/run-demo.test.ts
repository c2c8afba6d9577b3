import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { execa } from 'execa';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { runDemo } from './run-demo.ts';

const EXAMPLE = new URL('../../../examples/shop', import.meta.url).pathname;

const contextOf = (write: (text: string) => unknown, workingDirectory: string, isTTY = false) => ({
  stdin: Readable.from([]),
  stdout: { write, isTTY },
  stderr: { write, isTTY },
  environment: {},
  workingDirectory,
});

// It runs the controller, and with it some hundred Git processes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let printed = '';
let folder = '';

beforeAll(async () => {
  folder = await runDemo(
    EXAMPLE,
    contextOf((text) => (printed += text), '/'),
  );
  return () => rm(dirname(folder), { recursive: true });
});

test('shows both versions with their share of the traffic', () => {
  expect(printed).toContain('shop-v1   100 %  [0.00, 1.00)        5  2–8\n');
  expect(printed).toContain('shop-v1    90 %  [0.00, 0.90)        5  2–8\n');
  expect(printed).toContain('shop-v2    10 %  [0.90, 1.00)        5  2–8\n');
});

const section = (start: string, end?: string): string =>
  printed.slice(printed.indexOf(start), end === undefined ? undefined : printed.indexOf(end)).trimEnd();

test('shows a simulated rollout, which waits while v2 has crashed', () => {
  const rollout = section('$ stackset simulate apps/shop', '5  The loop');
  expect(rollout).toMatch(/shop-v1 ▇+▄+/);
  expect(rollout).toMatch(/shop-v2 ▁+▄+!+/);
  expect(rollout.split('\n').at(-1)).toBe('  Outcome: all traffic on shop-v2 after 8m20s; shop-v1 scaled down at 13m30s');
});

test('ends with the controller, a revert by a person, and the hold that follows', () => {
  const loop = section('5  The loop').replace(/\b[0-9a-f]{7,12}\b/g, '<commit>');
  expect(loop).toContain('  sync     waits: shop-v2 has 0 of 2 pods ready; switching needs 2\n');
  expect(loop).toContain(
    '  sync     commits <commit>  shop: hold traffic as <commit> moved it\n           waits: traffic is on hold since',
  );
  expect(loop.slice(loop.indexOf('$ git log')).split('\n')).toEqual([
    '$ git log --oneline',
    '  <commit> shop: hold traffic as <commit> moved it',
    '  <commit> Revert "shop: v2 10 % -> 50 %, v1 90 % -> 50 %"',
    '  <commit> shop: v2 10 % -> 50 %, v1 90 % -> 50 %',
    '  <commit> Send half of the traffic to shop v2',
    '  <commit> shop: adopt',
    '  <commit> Send a tenth of the traffic to shop v2',
    '  <commit> Add the shop',
  ]);
});

test('fits four screens, and a terminal of 80 columns but for the name of the temporary folder', () => {
  const lines = printed.split('\n');
  expect(lines.length).toBeLessThan(150);
  expect(lines.filter((line) => line.length > 80 && !line.includes(folder))).toEqual([]);
});

test('prints no colour where it is no terminal', () => expect(printed).not.toContain('\u001B'));

test('leaves a repository that is up to date, with a remote that has all of it', async () => {
  expect(
    await runCli(
      ['render', '--check'],
      contextOf(() => undefined, folder),
    ),
  ).toBe(0);
  const { stdout } = await execa('git', ['status', '--short', '--branch', '--untracked-files=no'], { cwd: folder });
  expect(stdout).toBe('## main...origin/main');
});

test('is coloured on a terminal', async () => {
  let text = '';
  const copy = await runDemo(
    EXAMPLE,
    contextOf((part) => (text += part), '/', true),
  );
  onTestFinished(() => rm(dirname(copy), { recursive: true }));
  expect(text).toContain('\u001B[32m+      version: v2\u001B[39m');
});
