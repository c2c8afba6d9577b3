import type { RenderConfig } from '../model/render-config.ts';
import type { StackSet } from '../model/stack-set.ts';
import { roundWeights, type TrafficWeights } from './round-weights.ts';

/** Whether anything routes to the stacks at all; without it there is no traffic to share out. */
export const hasRoutes = ({ spec }: { readonly spec: Pick<StackSet['spec'], 'ingress' | 'routegroup' | 'externalIngress'> }): boolean =>
  spec.ingress !== undefined || spec.routegroup !== undefined || spec.externalIngress !== undefined;

/**
 * The weights that `spec.traffic` asks for, in percent, for every one of the stacks; all 0 where it gives none of them any.
 * Stacks that do not exist are left out before the rest is scaled to 100; where a stack is named twice, the last entry
 * counts (the original's rule).
 */
export function askedWeights(stackSet: StackSet, stacks: readonly string[], config: Pick<RenderConfig, 'weightPrecision'>): TrafficWeights {
  const asked = new Map(stackSet.spec.traffic?.map(({ stackName, weight }) => [stackName, weight]));
  return roundWeights(new Map(stacks.map((name) => [name, asked.get(name) ?? 0])), config.weightPrecision);
}
