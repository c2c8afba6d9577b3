import type { LiveStack, Recommendation } from './live-cluster.ts';
import type { ClusterConditions } from './run-cluster.ts';

/**
 * As many pods as a stack's share of the requests needs, within the autoscaler's limits. More come at once; fewer only after the
 * stabilization window, as with Kubernetes' defaults.
 * https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#stabilization-window
 */
export function autoscale(stack: LiveStack, conditions: ClusterConditions): LiveStack {
  const { deployment, autoscaler } = stack;
  // An autoscaler leaves a Deployment with 0 pods alone.
  if (!deployment || !autoscaler || deployment.replicas === 0) return stack;
  const { now, load, requestsPerPod } = conditions;
  const wanted = Math.ceil((load * routedShare(stack)) / requestsPerPod);
  const recommendations = remember(stack.recommendations, { until: now, replicas: wanted }, now - autoscaler.stabilization);
  const highest = Math.max(...recommendations.map(({ replicas }) => replicas));
  const stabilized = Math.max(wanted, Math.min(deployment.replicas, highest));
  const replicas = Math.min(Math.max(stabilized, autoscaler.minReplicas, 1), autoscaler.maxReplicas);
  return { ...stack, recommendations, deployment: { ...deployment, replicas } };
}

/** The share of the requests that the live routes lead to a stack, from 0 to 1. */
const routedShare = ({ routes }: LiveStack): number => Math.max(0, ...routes.map(({ weight }) => weight)) / 100;

function remember(known: readonly Recommendation[], next: Recommendation, since: number): readonly Recommendation[] {
  const recent = known.filter(({ until }) => until > since);
  const last = recent.at(-1);
  return last?.replicas === next.replicas ? [...recent.slice(0, -1), next] : [...recent, next];
}
