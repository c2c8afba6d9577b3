// What bench/observe.ts measures, bundled as the controller is: watches a cluster and says what that costs, a line of JSON at a time.
import type { Cluster } from '../src/shell/kubernetes/cluster.ts';

const MEGABYTE = 1e6;
const IDLE_SECONDS = 60;

const say = (what: string, values: Readonly<Record<string, number>>): void => {
  const { rss, heapUsed } = process.memoryUsage();
  const peak = process.resourceUsage().maxRSS * 1024;
  const memory = { rssMb: rss / MEGABYTE, heapMb: heapUsed / MEGABYTE, peakMb: peak / MEGABYTE };
  process.stdout.write(`${JSON.stringify({ what, ...values, ...memory })}\n`);
};

const { connectApi } = await import('../src/shell/kubernetes/connection/connect-api.ts');
const { observeCluster } = await import('../src/shell/kubernetes/observe/observe-cluster.ts');
const started = performance.now();
const api = connectApi({ prefer: 'kubeconfig', environment: process.env, workingDirectory: process.cwd() });
const cluster: Cluster = observeCluster(api, { warn: (message) => process.stderr.write(`${message}\n`), random: Math.random });
cluster.onChange((stackSet) => {
  const freshness = stackSet ? { fresh: true as const } : cluster.freshness();
  if (!freshness.fresh) process.stderr.write(`frozen: ${freshness.reason}\n`);
});
const freshness = await cluster.settled(120_000);
if (!freshness.fresh) throw new Error(freshness.reason);
say('listed', { seconds: (performance.now() - started) / 1000 });

const before = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
const { user, system } = process.cpuUsage(before);
say('idle', { percentOfACore: (user + system) / 1e4 / IDLE_SECONDS });

const changed = new Set<string>();
cluster.onChange((stackSet) => {
  if (stackSet) changed.add(`${stackSet.namespace}/${stackSet.name}`);
});
process.stdout.write(`${JSON.stringify({ what: 'ready' })}\n`);
for await (const line of process.stdin) {
  const wanted = Number(String(line));
  while (changed.size < wanted) await new Promise((resolve) => setTimeout(resolve, 5));
  say('changed', { stackSets: changed.size });
  break;
}
await cluster.close();
api.close();
