import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { clonesIn } from '../src/shell/git/testing/clone-on-disk.ts';
import { ServerRepository, temporaryFolder } from '../src/shell/git/testing/server-repository.ts';

const COUNTER = fileURLToPath(new URL('./git/count-in-repository.ts', import.meta.url));
const KILLS = 30;
const LONGEST_MILLISECONDS = 700;

interface Counter {
  readonly process: ChildProcess;
  readonly begun: Promise<void>;
  readonly output: () => string;
}

/** The counter as one file of JavaScript, which starts ten times as fast as its sources. */
async function bundleCounter(): Promise<string> {
  const outfile = join(await temporaryFolder(), 'count.mjs');
  const banner = { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" };
  await build({ entryPoints: [COUNTER], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', banner });
  return outfile;
}

/** Starts to count; `begun` waits for the first step, so that a kill meets Git and not the start of Node. */
function startCounter(program: string, url: string, cacheFolder: string): Counter {
  const child = spawn(process.execPath, [program, url, cacheFolder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const begun = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      resolve();
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.once('exit', () => reject(new Error(`the counter ended before its first step: ${output}`)));
  });
  return { process: child, begun, output: () => output };
}

async function killed(counter: Counter): Promise<void> {
  const ended = new Promise((resolve) => counter.process.once('exit', resolve));
  expect(counter.process.kill('SIGKILL'), counter.output()).toBe(true);
  await ended;
}

/** A push that a kill has left on its way may come first; a person then tries again. */
async function commitByPerson(server: ServerRepository, path: string, attempts = 5): Promise<string> {
  try {
    return await server.commit({ [path]: 'mine' }, { message: path });
  } catch (error) {
    if (attempts === 0) throw error;
    return commitByPerson(server, path, attempts - 1);
  }
}

test(`a clone is usable after each of ${KILLS} kills at random moments, and no commit is lost or doubled`, {
  timeout: 600_000,
}, async () => {
  const server = await ServerRepository.create();
  await server.commit({ start: '0' });
  const cacheFolder = await temporaryFolder();
  const program = await bundleCounter();
  const persons: string[] = [];
  for (let round = 0; round < KILLS; round++) {
    const counter = startCounter(program, server.url, cacheFolder);
    await counter.begun;
    await wait(Math.random() * LONGEST_MILLISECONDS);
    await killed(counter);
    if (round % 4 === 0) persons.push(await commitByPerson(server, `person/${round}`));
  }
  const last = startCounter(program, server.url, cacheFolder);
  await last.begun;
  await killed(last);

  expect(await server.git('fsck', '--strict', '--no-dangling')).toBe('');
  expect(await server.git('rev-list', '--merges', 'main')).toBe('');
  const subjects = (await server.git('log', '--reverse', '--format=%s', 'main')).split('\n');
  for (const person of persons) expect(await server.git('merge-base', '--is-ancestor', person, 'main')).toBe('');
  const counts = subjects.filter((subject) => /^\d+$/.test(subject)).map(Number);
  expect(counts.length).toBeGreaterThan(KILLS);
  expect(counts).toEqual(counts.map((_, index) => index + 1));
  const clones = await clonesIn(cacheFolder);
  expect(clones).toHaveLength(1);
  const { stdout } = await execa('find', [clones[0] ?? '', '-name', '*.lock', '-o', '-name', 'tmp_*']);
  expect(stdout.split('\n').length).toBeLessThan(10);
});
