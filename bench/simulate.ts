// What a day of simulation costs: 8,640 steps of 10 seconds of one StackSet with a canary, as CPU time of one core, so that other work
// on the machine does not count. Each round is a process of its own, for nobody plays two stories in one. Run: npm run bench:simulate
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROUNDS = 5;
/** On a quiet machine. */
const GOAL_SECONDS = 2;
const PACKAGE = fileURLToPath(new URL('../examples/shop/apps/shop', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../dist/stackset.mjs', import.meta.url));

/** Says the CPU time of a process on file descriptor 3 when it ends. */
const REPORT =
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); require('node:fs').writeSync(3, String((user + system) / 1e6)); });";

interface Run {
  /** Of CPU time, the start of the program included. */
  readonly seconds: number;
  readonly output: string;
}

function run(...args: readonly string[]): Run {
  const preload = `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('file:///'); ${REPORT}`)}`;
  const { status, output } = spawnSync(process.execPath, ['--import', preload, PROGRAM, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  if (status !== 0) throw new Error(`stackset ${args.join(' ')} ended with ${status}`);
  return { seconds: Number(output[3]), output: output[1] ?? '' };
}

/** The median of several rounds. */
function measure(...args: readonly string[]): Run {
  const runs = Array.from({ length: ROUNDS }, () => run(...args)).toSorted((a, b) => a.seconds - b.seconds);
  return runs[Math.floor(ROUNDS / 2)] as Run;
}

const bare = measure('--version');
const table = measure('simulate', PACKAGE, '--for', '24h');
const json = measure('simulate', PACKAGE, '--for', '24h', '--output', 'json');
const { steps } = JSON.parse(json.output) as { readonly steps: readonly unknown[] };
if (steps.length !== 8641) throw new Error(`${steps.length} steps were played`);
const rows: readonly (readonly [string, number, string])[] = [
  ['stackset --version', bare.seconds, ''],
  ['24 hours, as a table', table.seconds, `${(table.seconds / GOAL_SECONDS).toFixed(2)} of the goal of ${GOAL_SECONDS} s`],
  ['24 hours, as JSON', json.seconds, `${(json.seconds / GOAL_SECONDS).toFixed(2)} of the goal, ${steps.length} steps`],
];
for (const [what, seconds, remark] of rows)
  process.stdout.write(`${what.padEnd(24)}${seconds.toFixed(3)} s  ${remark}`.trimEnd().concat('\n'));
