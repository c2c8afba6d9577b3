import { METRIC_TYPES, type MetricType } from '../model/autoscaler.ts';
import type { JsonObject, StringMap } from '../model/kubernetes.ts';
import type { Problem } from '../model/problem.ts';
import { type ChildRule, childMeta, NOTHING, type StackContext, stackProblem } from './child.ts';
import { forwardsTraffic } from './forward-backend.ts';
import { SEGMENT_SUFFIX } from './ingress.ts';
import { isMetricError, type MetricError, type TranslatedMetric } from './metrics/metric.ts';
import { METRIC_RULES } from './metrics/metric-rules.ts';
import { type ListedMetric, sortMetrics } from './metrics/sort-metrics.ts';

/** The stack's autoscaler; it goes when the stack is scaled down, and stays where the template says `replicas: 0`. */
export const horizontalPodAutoscaler: ChildRule = (context) => {
  const { stack, decision } = context;
  const { autoscaler } = stack.spec;
  if (!autoscaler || decision.scaledDown || forwardsTraffic(stack)) return NOTHING;
  const translated = sortMetrics(autoscaler.metrics ?? []).map((listed, position) => ({
    listed,
    result: translate(listed, position, context),
  }));
  const problems = translated.flatMap(({ listed, result }) => (isMetricError(result) ? [metricProblem(context, listed, result)] : []));
  if (problems.length > 0) return { objects: [], problems };
  const metrics = translated.map(({ result }) => result as TranslatedMetric);
  const annotations = Object.assign({}, ...metrics.map((metric) => metric.annotations)) as StringMap;
  const minReplicas = prescaledMinimum(autoscaler.minReplicas, decision.prescaledReplicas);
  return {
    objects: [
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: childMeta(context, { annotations }),
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: stack.metadata.name },
          ...(minReplicas !== undefined && { minReplicas }),
          maxReplicas: autoscaler.maxReplicas,
          ...(metrics.length > 0 && { metrics: metrics.map((metric): JsonObject => metric.spec) }),
          ...(autoscaler.behavior && { behavior: autoscaler.behavior }),
        },
      },
    ],
    problems: [],
  };
};

/** Prescaling raises the lower limit and never lowers it; without either the API server's default of 1 holds. */
function prescaledMinimum(own: number | undefined, prescaled: number | undefined): number | undefined {
  if (own === undefined || prescaled === undefined) return own ?? prescaled;
  return Math.max(own, prescaled);
}

function translate({ metric }: ListedMetric, position: number, context: StackContext): TranslatedMetric | MetricError {
  const { name, namespace = '' } = context.stack.metadata;
  if (!isMetricType(metric.type)) return unknownType(metric.type);
  const routeName = context.config.trafficProvider === 'skipper-segments' ? `${name}${SEGMENT_SUFFIX}` : context.stackSetName;
  return METRIC_RULES[metric.type](metric, { stackName: name, namespace, routeName, position, weight: context.decision.weight });
}

const isMetricType = (type: string): type is MetricType => (METRIC_TYPES as readonly string[]).includes(type);

const unknownType = (type: string): MetricError => ({
  field: ['type'],
  message: `there is no metric type ${JSON.stringify(type)}`,
  remedy: `Choose one of ${METRIC_TYPES.join(', ')}.`,
});

function metricProblem({ stack }: StackContext, { metric, index }: ListedMetric, { field, message, remedy }: MetricError): Problem {
  const path = ['spec', 'autoscaler', 'metrics', index, ...field];
  return stackProblem(stack, 'error', 'AutoscalerMetricInvalid', path, `${metric.type} metric: ${message}`, remedy);
}
