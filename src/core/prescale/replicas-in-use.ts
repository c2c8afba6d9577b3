import type { StackSituation } from '../lifecycle/situation.ts';

/** Pods, and the percent of the traffic that they serve. */
export interface Usage {
  readonly replicas: number;
  readonly traffic: number;
}

/**
 * How many pods serve how much of the traffic now. Of a prescaled stack with no more pods than it was prescaled to, what was recorded
 * then counts, for its autoscaler cannot show what it needs; of any other, its pods and its weight.
 */
export function replicasInUse(stacks: readonly StackSituation[]): Usage {
  return stacks.map(usageOf).reduce((sum, usage) => ({ replicas: sum.replicas + usage.replicas, traffic: sum.traffic + usage.traffic }));
}

const NONE: Usage = { replicas: 0, traffic: 0 };

function usageOf({ state, readiness }: StackSituation): Usage {
  const { prescaling, weight } = state;
  if (prescaling && readiness.replicas <= prescaling.replicas) {
    return prescaling.desiredWeight > 0 ? { replicas: prescaling.replicas, traffic: prescaling.desiredWeight } : NONE;
  }
  return weight > 0 ? { replicas: readiness.replicas, traffic: weight } : NONE;
}
