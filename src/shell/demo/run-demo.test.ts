import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { execa } from 'execa';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
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

let printed = '';
let folder = '';

beforeAll(async () => {
  folder = await runDemo(
    EXAMPLE,
    contextOf((text) => (printed += text), '/'),
  );
  return () => rm(folder, { recursive: true });
});

test('shows both versions with their share of the traffic', () => {
  expect(printed).toContain('shop-v1   100 %  [0.00, 1.00)        5  2–8\n');
  expect(printed).toContain('shop-v1    90 %  [0.00, 0.90)        5  2–8\n');
  expect(printed).toContain('shop-v2    10 %  [0.90, 1.00)        5  2–8\n');
});

test('ends with a simulated rollout, which waits while v2 has crashed', () => {
  const end = printed.slice(printed.indexOf('$ stackset simulate apps/shop')).trimEnd();
  expect(end).toMatch(/shop-v1 ▇+▄+/);
  expect(end).toMatch(/shop-v2 ▁+▄+!+/);
  expect(end.split('\n').at(-1)).toBe('  Outcome: all traffic on shop-v2 after 8m20s; shop-v1 scaled down at 13m30s');
});

test('fits three screens, and a terminal of 80 columns but for the name of the temporary folder', () => {
  const lines = printed.split('\n');
  expect(lines.length).toBeLessThan(125);
  expect(lines.filter((line) => line.length > 80 && !line.includes(folder))).toEqual([]);
});

test('prints no colour where it is no terminal', () => expect(printed).not.toContain('\u001B'));

test('leaves a repository with two commits that is up to date', async () => {
  const { stdout } = await execa('git', ['log', '--format=%s'], { cwd: folder });
  expect(stdout.split('\n')).toEqual(['Send a tenth of the traffic to shop v2', 'Add the shop']);
  expect(
    await runCli(
      ['render', '--check'],
      contextOf(() => undefined, folder),
    ),
  ).toBe(0);
});

test('is coloured on a terminal', async () => {
  let text = '';
  const copy = await runDemo(
    EXAMPLE,
    contextOf((part) => (text += part), '/', true),
  );
  onTestFinished(() => rm(copy, { recursive: true }));
  expect(text).toContain('\u001B[32m+      version: v2\u001B[39m');
});
