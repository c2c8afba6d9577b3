import type { AutoscalerMetric } from '../model/autoscaler.ts';
import type { Problem } from '../model/problem.ts';
import type { Stack } from '../model/stack.ts';
import { parseQuantity } from '../resources/quantity.ts';
import { suggest } from '../schema/suggest.ts';
import type { StackRule } from './check-rule.ts';
import { errorOn, warningOn } from './finding.ts';

/**
 * Metrics that can be written but will not be measured (the original accepts them), and targets that the API server refuses. What a
 * metric of its type needs is found by `resources/metrics/`.
 */
export const autoscalerMetricProblems: StackRule = (stack) =>
  (stack.spec.autoscaler?.metrics ?? []).flatMap((metric, index) => [
    ...routeProblems(stack, metric, index),
    ...containerProblems(stack, metric, index),
    ...targetProblems(stack, metric, index),
  ]);

/** The metric types that count the requests of one of the stack's own routes. */
const ROUTE_METRICS = { Ingress: 'ingress', RouteGroup: 'routegroup' } as const;

const isRouteMetric = (type: string): type is keyof typeof ROUTE_METRICS => Object.hasOwn(ROUTE_METRICS, type);

function routeProblems(stack: Stack, { type }: AutoscalerMetric, index: number): readonly Problem[] {
  if (!isRouteMetric(type) || stack.spec[ROUTE_METRICS[type]] !== undefined) return [];
  const other = stack.spec.ingress ? 'Use the type Ingress.' : 'Use the type RouteGroup.';
  const routed = stack.spec.ingress !== undefined || stack.spec.routegroup !== undefined;
  return [
    warningOn(stack, {
      reason: 'MetricWithoutRoute',
      path: ['spec', 'autoscaler', 'metrics', index, 'type'],
      message: `the metric counts the requests of the stack's ${type}, and it has none`,
      remedy: routed ? other : 'Use the type RequestsPerSecond, which counts the requests to host names, whoever routes them.',
    }),
  ];
}

function containerProblems(stack: Stack, { type, container }: AutoscalerMetric, index: number): readonly Problem[] {
  const names = stack.spec.podTemplate.spec.containers.map(({ name }) => name);
  if (!container || !isResource(type) || names.includes(container)) return [];
  const near = suggest(container, names);
  return [
    warningOn(stack, {
      reason: 'MetricContainerUnknown',
      path: ['spec', 'autoscaler', 'metrics', index, 'container'],
      message: `the pod has no container ${JSON.stringify(container)}; it has ${names.join(', ')}`,
      remedy: near ? `Write ${near}, if that is meant.` : 'Name a container of the pod.',
    }),
  ];
}

const isResource = (type: string): boolean => type === 'CPU' || type === 'Memory';

/** The API server takes only targets above 0. */
function targetProblems(stack: Stack, metric: AutoscalerMetric, index: number): readonly Problem[] {
  const field = isResource(metric.type) ? 'averageUtilization' : 'average';
  const target = metric[field];
  const digits = target === undefined ? undefined : parseQuantity(target)?.unscaledDigits;
  if (digits === undefined || digits > 0n) return [];
  return [
    errorOn(stack, {
      reason: 'MetricTargetInvalid',
      path: ['spec', 'autoscaler', 'metrics', index, field],
      message: `the target ${JSON.stringify(target)} is not above 0`,
      remedy: 'Write a number above 0.',
    }),
  ];
}
