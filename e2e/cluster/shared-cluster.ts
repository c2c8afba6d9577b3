import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder } from '../harness/network-namespace.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { Cluster, type ClusterState } from './cluster.ts';
import { startSkipper } from './skipper.ts';
import { isNew } from './slot.ts';
import { startCluster } from './start-cluster.ts';

type Shared = { readonly state: ClusterState } | { readonly failure: string };

/**
 * The run's one cluster for all test files that need none of their own. The file that asks first starts it, with
 * Skipper; it ends with the run. Every test has a Kubernetes namespace of its own in it.
 */
export async function sharedCluster(): Promise<Cluster> {
  const run = runFolder();
  if (run === undefined) throw new Error('A cluster needs a network namespace: run the tests by `npm run test:e2e -- FILE`');
  const file = join(run, 'shared-cluster.json');
  if (await isNew(join(run, 'shared-cluster'))) await startShared(file);
  const read = async (): Promise<Shared> => JSON.parse(await readFile(file, 'utf8'));
  const shared = await waitUntil('the shared cluster has started', read, { timeoutMs: 240_000 });
  if ('failure' in shared) throw new Error(`The shared cluster did not start: ${shared.failure}`);
  return new Cluster(shared.state);
}

async function startShared(file: string): Promise<void> {
  const shared: Shared = await startWithSkipper().then(
    (cluster) => ({ state: cluster.state() }),
    (error: Error) => ({ failure: `${error.message} ${error.cause ?? ''}` }),
  );
  // Renamed, so that nobody reads half of it.
  await writeFile(`${file}.new`, JSON.stringify(shared));
  await rename(`${file}.new`, file);
}

async function startWithSkipper(): Promise<Cluster> {
  const cluster = await startCluster({ shared: true });
  await startSkipper(cluster);
  return cluster;
}
