import type { StackReadiness } from '../model/decision.ts';
import type { StackObservation } from '../model/observation.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import { forwardsTraffic } from '../resources/forward-backend.ts';
import { hasRoutes } from '../traffic/asked-weights.ts';
import { lackingChildren } from './lacking-children.ts';

const NO_PODS = { observed: false, replicas: 0, updatedReplicas: 0, readyReplicas: 0 };

/**
 * Whether a stack may get more traffic: the cluster has its children as Git has them, and enough of its pods are updated and ready.
 * A stack that forwards to another cluster has no pods here and is always ready.
 * @param share of the pods that must be ready, from 0 to 1; see `neededShare`
 */
export function readinessOf(stack: Stack, observation: StackObservation, share: number, config: RenderConfig): StackReadiness {
  const { observed, replicas, updatedReplicas, readyReplicas } = observation.pods ?? NO_PODS;
  const forwards = forwardsTraffic(stack);
  const lacking = forwards ? [] : lackingChildren(stack, observation.children, observed, config);
  const neededReplicas = Math.ceil(replicas * share);
  const hasPods = replicas > 0 && updatedReplicas >= neededReplicas && readyReplicas >= neededReplicas;
  const ready = forwards || (lacking.length === 0 && hasPods);
  return { name: stack.metadata.name, ready, lacking, replicas, updatedReplicas, readyReplicas, neededReplicas };
}

/**
 * The share of a stack's pods that must be ready before it may get more traffic: `minReadyPercent`, of which 0 or less, and 100 or
 * more, mean all. Where nothing routes to the stacks none must be, for there is no traffic to wait for (the original's rule).
 */
export function neededShare({ spec }: StackSet): number {
  const { minReadyPercent = 100 } = spec;
  if (!hasRoutes({ spec })) return 0;
  return minReadyPercent <= 0 || minReadyPercent >= 100 ? 1 : minReadyPercent / 100;
}
