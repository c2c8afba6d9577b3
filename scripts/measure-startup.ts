import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * `npm run measure:startup`: how long the bundled programs take, as multiples of what Node needs to start and do nothing.
 * The commands take turns, and of each the fastest eighth counts, so that other work on the machine moves the figures little.
 */
const ROUNDS = 60;
const STACKSET = 'dist/stackset.mjs';

const folder = mkdtempSync(join(tmpdir(), 'startup-'));
try {
  const shop = join(folder, 'shop');
  execFileSync(process.execPath, [STACKSET, 'init', shop]);
  execFileSync(process.execPath, [STACKSET, 'render', shop]);
  report([['-e', '0'], [STACKSET, '--version'], [STACKSET, 'render', '--check', shop], [STACKSET, 'fn'], ['dist/functions/render.mjs']]);
} finally {
  rmSync(folder, { recursive: true });
}

function report(commands: readonly (readonly string[])[]): void {
  const times = commands.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, command] of commands.entries()) times[index]?.push(timeOf(command));
  }
  const [node = Number.NaN, ...others] = times.map(fastest);
  for (const [index, time] of others.entries()) console.log(`${(time / node).toFixed(2)}  ${commands[index + 1]?.join(' ')}`);
}

/** In milliseconds; a ResourceList without items on stdin, which only the function reads. */
function timeOf(args: readonly string[]): number {
  const input = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n';
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { input });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

function fastest(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 8)] ?? Number.NaN;
}
