import type { Observation, StackObservation } from '../model/observation.ts';
import type { EpochSeconds } from '../model/timestamp.ts';
import { type LiveCluster, type LiveStack, readyPods } from './live-cluster.ts';

/** What decide sees of the simulated cluster, whose controllers look at every change at once. */
export const observeCluster = (cluster: LiveCluster, now: EpochSeconds): Observation =>
  new Map([...cluster].map(([name, stack]) => [name, observeStack(stack, now)]));

function observeStack({ children, routes, deployment }: LiveStack, now: EpochSeconds): StackObservation {
  if (!deployment) return { children, routes };
  const { replicas, pods } = deployment;
  return { children, routes, pods: { observed: true, replicas, updatedReplicas: pods.length, readyReplicas: readyPods(deployment, now) } };
}
