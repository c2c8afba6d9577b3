import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleStackSet } from '../bench/example-stack-set.ts';
import { STACKSET } from './harness/built.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

const PACKAGES = 150;
const KILLS = 12;

function writePackages(folder: string, version: string): void {
  for (let index = 0; index < PACKAGES; index++) {
    mkdirSync(join(folder, 'apps', `shop-${index}`), { recursive: true });
    writeFileSync(join(folder, 'apps', `shop-${index}`, 'stackset.yaml'), exampleStackSet(index, version));
  }
}

function files(folder: string): ReadonlyMap<string, string> {
  const paths = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => statSync(join(folder, path)).isFile());
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** Starts a render and kills it after some milliseconds; says whether it was still running. */
async function killAfter(milliseconds: number, cwd: string): Promise<boolean> {
  const child = spawn(process.execPath, [STACKSET, 'render', '--quiet'], { cwd, stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) => child.on('exit', (_code, signal) => resolve(signal === 'SIGKILL')));
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  const killed = await ended;
  clearTimeout(timer);
  return killed;
}

test('a render that is killed leaves every file whole, as it was or as it will be, and the next one ends the work', async () => {
  const folder = await temporaryFolder();
  writePackages(folder, 'v1');
  expect((await run(STACKSET, ['render', '--quiet'], { cwd: folder })).exitCode).toBe(0);
  const before = files(folder);
  writePackages(folder, 'v2');
  const reference = await temporaryFolder();
  for (const [path, text] of files(folder)) {
    mkdirSync(join(reference, path, '..'), { recursive: true });
    writeFileSync(join(reference, path), text);
  }
  const started = Date.now();
  expect((await run(STACKSET, ['render', '--quiet'], { cwd: reference })).exitCode).toBe(0);
  const duration = Date.now() - started;
  const after = files(reference);

  let kills = 0;
  for (let round = 1; round <= KILLS; round++) {
    if (await killAfter((duration * (KILLS / 2 + round)) / (2 * KILLS), folder)) kills += 1;
    for (const [path, text] of files(folder)) {
      if (path.endsWith('.tmp')) continue;
      expect([before.get(path), after.get(path)], path).toContain(text);
    }
  }
  expect(kills).toBeGreaterThan(0);
  expect((await run(STACKSET, ['render', '--quiet'], { cwd: folder })).exitCode).toBe(0);
  expect(files(folder)).toEqual(after);
});
