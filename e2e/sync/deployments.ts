import { onTestFinished } from 'vitest';
import type { Cluster } from '../cluster/cluster.ts';
import { Recording } from '../cluster/recording.ts';

interface Deployment {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas: number };
}

/** What became of the Deployments of a namespace since the record began. */
export interface DeploymentRecord {
  /** The numbers of replicas that a Deployment asked for, one after another. */
  readonly replicas: (name: string) => readonly number[];
  /** The names of those that were deleted. */
  readonly deleted: () => readonly string[];
  /**
   * Where a number of replicas went back though the Deployment was not scaled down, as happens where two write it in turns.
   */
  readonly fights: (name: string) => readonly string[];
}

/** Records every change of the Deployments of a namespace until the running test ends. */
export async function recordDeployments(cluster: Cluster, namespace: string): Promise<DeploymentRecord> {
  const recording = await Recording.start<Deployment>(cluster, `/apis/apps/v1/namespaces/${namespace}/deployments`);
  onTestFinished(() => recording.stop());
  const replicas = (name: string): readonly number[] =>
    recording
      .of(name)
      .map(({ object }) => object.spec.replicas)
      .filter((count, index, all) => count !== all[index - 1]);
  const fights = (name: string): readonly string[] =>
    replicas(name).flatMap((count, index, all) => {
      const before = all[index - 1] ?? 0;
      return count < before && count !== 0 ? [`${name}: ${before} -> ${count}`] : [];
    });
  return { replicas, fights, deleted: () => recording.deleted };
}
