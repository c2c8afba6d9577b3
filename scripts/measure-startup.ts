import { spawnSync } from 'node:child_process';

/**
 * How much longer the bundled command line takes to start than Node itself, as ratios. The runs of all commands take turns,
 * and of each the fastest eighth counts, so that other work on the machine moves the figure little.
 */
const ROUNDS = 60;
const commands: readonly (readonly string[])[] = [
  ['-e', '0'],
  ['dist/stackset.mjs', '--version'],
  ['dist/stackset.mjs', '--help'],
  ['dist/functions/render.mjs', '--help'],
];

const times = commands.map(() => [] as number[]);
for (let round = 0; round < ROUNDS; round++) commands.forEach((command, index) => void times[index]?.push(timeOf(command)));
const [node = Number.NaN, ...others] = times.map(fastest);
others.forEach((time, index) => {
  console.log(`${(time / node).toFixed(2)} × node  ${(commands[index + 1] ?? []).join(' ')}`);
});

function timeOf(args: readonly string[]): number {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - started;
}

function fastest(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 8)] ?? Number.NaN;
}
