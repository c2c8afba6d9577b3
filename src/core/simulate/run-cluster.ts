import type { EpochSeconds } from '../model/timestamp.ts';
import { autoscale } from './autoscale.ts';
import type { LiveCluster, LiveDeployment, LiveStack } from './live-cluster.ts';

/** What the cluster's own controllers go by. */
export interface ClusterConditions {
  readonly now: EpochSeconds;
  /** Requests per second, of all stacks together and of a pod. */
  readonly load: number;
  readonly requestsPerPod: number;
  /** Seconds. */
  readonly podStart: number;
}

/** Lets autoscalers and Deployments do their work: as many pods as wanted, new ones ready after their start. */
export const runCluster = (cluster: LiveCluster, conditions: ClusterConditions): LiveCluster =>
  new Map([...cluster].map(([name, stack]) => [name, runPods(autoscale(stack, conditions), conditions)]));

function runPods(stack: LiveStack, { now, podStart }: ClusterConditions): LiveStack {
  const { deployment } = stack;
  if (!deployment || deployment.pods.length === deployment.replicas) return stack;
  return { ...stack, deployment: settlePods(deployment, stack.crashes ? Number.POSITIVE_INFINITY : now + podStart) };
}

/** Two pods that are never ready have no difference to take. */
const bySeniority = (a: EpochSeconds, b: EpochSeconds): number => (a < b ? -1 : a > b ? 1 : 0);

/** Pods that are not ready, and of the others the youngest, are taken away first, as Kubernetes does. */
function settlePods(deployment: LiveDeployment, readyAt: EpochSeconds): LiveDeployment {
  const { replicas, pods } = deployment;
  const added = Array.from({ length: Math.max(0, replicas - pods.length) }, () => readyAt);
  return { ...deployment, pods: [...pods, ...added].toSorted(bySeniority).slice(0, replicas) };
}

/** Pods that are not ready any more, the oldest first. @param count how many; undefined for all, and all that are still to come */
export function crash(stack: LiveStack, count: number | undefined): LiveStack {
  const { deployment, crashes } = stack;
  const down = count ?? deployment?.pods.length ?? 0;
  const pods = deployment?.pods.toSorted(bySeniority).map((readyAt, index) => (index < down ? Number.POSITIVE_INFINITY : readyAt));
  return { ...stack, crashes: crashes || count === undefined, ...(deployment && pods && { deployment: { ...deployment, pods } }) };
}

/** Crashed pods start again. */
export function heal(stack: LiveStack, readyAt: EpochSeconds): LiveStack {
  const { deployment } = stack;
  const pods = deployment?.pods.map((pod) => (pod === Number.POSITIVE_INFINITY ? readyAt : pod));
  return { ...stack, crashes: false, ...(deployment && pods && { deployment: { ...deployment, pods } }) };
}
