import type { Autoscaler } from '../model/autoscaler.ts';
import type { Problem } from '../model/problem.ts';
import type { Stack } from '../model/stack.ts';
import type { StackRule } from './check-rule.ts';
import { errorOn, warningOn } from './finding.ts';

/**
 * Limits that the API server refuses. It takes 0 pods only behind the feature gate HPAScaleToZero, and with a metric that does not
 * come from the pods. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
 */
export const autoscalerLimitProblems: StackRule = (stack) => {
  const { autoscaler } = stack.spec;
  return autoscaler ? [...maximumProblems(stack, autoscaler), ...minimumProblems(stack, autoscaler)] : [];
};

function maximumProblems(stack: Stack, { minReplicas, maxReplicas }: Autoscaler): readonly Problem[] {
  const path = ['spec', 'autoscaler', 'maxReplicas'];
  if (maxReplicas < 1) {
    const message = `an autoscaler cannot have at most ${maxReplicas} pods`;
    return [errorOn(stack, { reason: 'AutoscalerLimitInvalid', path, message, remedy: 'Write 1 or more.' })];
  }
  if (minReplicas === undefined || minReplicas <= maxReplicas) return [];
  const message = `maxReplicas ${maxReplicas} is below minReplicas ${minReplicas}`;
  return [errorOn(stack, { reason: 'AutoscalerLimitInvalid', path, message, remedy: 'Raise maxReplicas or lower minReplicas.' })];
}

/** Metrics that are measured at the pods, of which there are none at 0. */
const POD_METRICS = ['CPU', 'Memory', 'PodJSON'];

function minimumProblems(stack: Stack, { minReplicas, metrics = [] }: Autoscaler): readonly Problem[] {
  const path = ['spec', 'autoscaler', 'minReplicas'];
  if (minReplicas === undefined || minReplicas > 0) return [];
  if (minReplicas < 0) {
    const message = `an autoscaler cannot have at least ${minReplicas} pods`;
    return [errorOn(stack, { reason: 'AutoscalerLimitInvalid', path, message, remedy: 'Write 1 or more, or leave it out.' })];
  }
  if (metrics.every(({ type }) => POD_METRICS.includes(type))) {
    const message = 'an autoscaler can go down to 0 pods only by a metric that is not measured at the pods';
    return [errorOn(stack, { reason: 'AutoscalerLimitInvalid', path, message, remedy: 'Write 1 or more, or add such a metric.' })];
  }
  const message = 'a cluster takes minReplicas 0 only with the feature gate HPAScaleToZero';
  return [warningOn(stack, { reason: 'ScaleToZero', path, message, remedy: 'Make sure that yours has it, or write 1.' })];
}
