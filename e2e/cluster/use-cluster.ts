import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, onTestFinished } from 'vitest';
import type { Cluster } from './cluster.ts';
import { sharedCluster } from './shared-cluster.ts';
import { type Skipper, skipperOf, startSkipper } from './skipper.ts';
import { type ClusterOptions, startCluster } from './start-cluster.ts';

interface UseClusterOptions extends Omit<ClusterOptions, 'shared'> {
  /** A cluster of the file's own, for tests that stop its API server or measure it. It takes 5 s and 900 MB more. */
  readonly own?: boolean;
}

/** What the tests of a file have after `useCluster`. */
export interface TestCluster {
  /** Within tests and hooks. */
  readonly cluster: Cluster;
  readonly skipper: Skipper;
  /** A new Kubernetes namespace, which is deleted when the running test ends. */
  readonly namespace: () => Promise<string>;
}

/**
 * To be called once at the top of a test file: has a cluster with Skipper running before the file's first test, and prints
 * its logs after a test that failed.
 */
export function useCluster(options: UseClusterOptions = {}): TestCluster {
  let cluster: Cluster | undefined;
  const present = (): Cluster => {
    if (cluster === undefined) throw new Error('The cluster is there within tests and hooks only');
    return cluster;
  };
  beforeAll(async () => {
    cluster = options.own === true ? await startCluster(options) : await sharedCluster();
    if (options.own === true) await startSkipper(cluster);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') console.error(await cluster?.logs());
  });
  afterAll(async () => {
    if (options.own === true) await cluster?.stop();
  });
  return {
    get cluster() {
      return present();
    },
    get skipper() {
      return skipperOf(present());
    },
    namespace: () => newNamespace(present()),
  };
}

async function newNamespace(cluster: Cluster): Promise<string> {
  const name = `e2e-${randomBytes(4).toString('hex')}`;
  await cluster.kubectl(['create', 'namespace', name]);
  onTestFinished(async () => void (await cluster.tryKubectl(['delete', 'namespace', name, '--wait=false'])));
  return name;
}
