// What watching a cluster costs: 1,000 StackSets with 4 stacks on a real API server. Prints the time until all is known, the memory, what
// an idle minute takes, and how long a burst of changes takes to arrive. Run: npm run bench:observe (as root: see e2e/README.md)
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startCluster } from '../e2e/cluster/start-cluster.ts';
import { buildEngines } from '../e2e/engines/build-engines.ts';
import { runFolder, runInNamespace } from '../e2e/harness/network-namespace.ts';
import { bundle } from '../scripts/build/bundle.ts';
import { ApiConnection } from '../src/shell/kubernetes/connection/api-connection.ts';
import { loadKubeConfig } from '../src/shell/kubernetes/connection/load-kube-config.ts';
import { changeReadyReplicas, fillCluster } from './fill-cluster.ts';

const [STACK_SETS, STACKS, BURST] = [1000, 4, 200] as const;
const here = fileURLToPath(import.meta.url);

const folder = runFolder();
if (folder === undefined) {
  await buildEngines((line) => process.stderr.write(`${line}\n`));
  process.exitCode = await runInNamespace(process.execPath, ['--import', 'tsx', here, ...process.argv.slice(2)]);
} else {
  await measure(folder);
}

interface Figures {
  readonly what: string;
  readonly seconds?: number;
  readonly percentOfACore?: number;
  readonly rssMb: number;
  readonly heapMb: number;
  readonly peakMb: number;
}

async function measure(workspace: string): Promise<void> {
  const cluster = await startCluster({ bare: true });
  try {
    const begun = performance.now();
    const objects = await fillCluster(cluster.kubeconfig, STACK_SETS, STACKS);
    process.stdout.write(`${STACK_SETS} StackSets with ${STACKS} stacks: ${objects} objects, made in ${seconds(begun)}\n`);
    const program = await bundle(join(here, '../observed-program.ts'), join(workspace, 'observed.mjs'));
    await watch(program, cluster.kubeconfig);
  } finally {
    await cluster.stop();
  }
}

async function watch(program: string, kubeconfig: string): Promise<void> {
  const child = spawn(process.execPath, [program], { env: { ...process.env, KUBECONFIG: kubeconfig }, stdio: ['pipe', 'pipe', 'inherit'] });
  let burst = 0;
  for await (const line of createInterface(child.stdout)) {
    const figures = JSON.parse(line) as Figures;
    if (figures.what === 'ready') {
      await changeMany(kubeconfig);
      burst = performance.now();
      child.stdin.write(`${BURST}\n`);
    } else {
      print(figures, burst);
    }
  }
}

/** All at once, as many as the API server takes. */
async function changeMany(kubeconfig: string): Promise<void> {
  const api = new ApiConnection(loadKubeConfig({ kubeconfig, prefer: 'kubeconfig', environment: {}, workingDirectory: '/' }));
  const names = Array.from({ length: BURST }, (_, index) => `shop-${String(index).padStart(4, '0')}-v1`);
  await Promise.all(names.map((name) => changeReadyReplicas(api, 'default', name, 2)));
  api.close();
}

function print({ what, percentOfACore, seconds: took, rssMb, heapMb, peakMb }: Figures, burst: number): void {
  const memory = `RSS ${rssMb.toFixed(0)} MB, heap ${heapMb.toFixed(0)} MB, peak ${peakMb.toFixed(0)} MB`;
  const texts: Readonly<Record<string, string>> = {
    listed: `all known after ${took?.toFixed(1)} s`,
    idle: `an idle minute: ${percentOfACore?.toFixed(2)} % of a core`,
    changed: `${BURST} StackSets that changed at once: all known ${seconds(burst)} after the last was written`,
  };
  process.stdout.write(`${texts[what]}; ${memory}\n`);
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
