// What the controller costs, with a real API server, a real Git repository and the built program: how long a switch takes, a thousand
// StackSets, a large repository. Ends with 1 where a goal is missed. Run: npm run bench:sync -- [--only latency|thousand|large] [--quick]
// [-o json] (as root: see e2e/README.md). docs/performance.md says what the numbers mean.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCluster } from '../e2e/cluster/start-cluster.ts';
import { buildEngines } from '../e2e/engines/build-engines.ts';
import { runFolder, runInNamespace } from '../e2e/harness/network-namespace.ts';
import { measureLarge } from './sync/large.ts';
import { measureLatency } from './sync/latency.ts';
import { formatTable, isMet, type Row } from './sync/row.ts';
import { measureThousand } from './sync/thousand.ts';

const PARTS = { latency: measureLatency, thousand: measureThousand, large: measureLarge };
const progress = (text: string): void => void process.stderr.write(`${text}\n`);
/** Of one, five and fifteen minutes. */
const load = (): readonly number[] => readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).map(Number);

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    output: { type: 'string', short: 'o', default: 'table' },
  },
});
const folder = runFolder();
if (folder === undefined) {
  await buildEngines(progress);
  const args = ['--import', 'tsx', fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.exitCode = await runInNamespace(process.execPath, args);
} else {
  await run(folder);
}

async function run(workspace: string): Promise<void> {
  const parts = Object.entries(PARTS).filter(([name]) => values.only === undefined || values.only.includes(name));
  if (parts.length === 0) throw new Error(`--only takes ${Object.keys(PARTS).join(', ')}`);
  const results: { readonly part: string; readonly load: readonly number[]; readonly rows: readonly Row[] }[] = [];
  for (const [part, measure] of parts) {
    const cluster = await startCluster({ bare: true });
    try {
      const rows = await measure({ folder: workspace, kubeconfig: cluster.kubeconfig, progress, quick: values.quick });
      results.push({ part, load: load(), rows });
    } finally {
      await cluster.stop();
    }
  }
  const rows = results.flatMap((result) => result.rows);
  const machine = { cores: availableParallelism(), node: process.version, quick: values.quick };
  if (values.output === 'json') {
    const judged = results.map((result) => ({ ...result, rows: result.rows.map((row) => ({ ...row, met: isMet(row) })) }));
    process.stdout.write(`${JSON.stringify({ ...machine, parts: judged }, undefined, 2)}\n`);
  } else {
    const loads = results.map((result) => `${result.part} ${result.load.join(' ')}`).join(', ');
    process.stdout.write(`\n${formatTable(rows)}\n${machine.cores} cores, Node ${machine.node}; load average after each part: ${loads}\n`);
  }
  if (!rows.every(isMet)) process.exitCode = 1;
}
