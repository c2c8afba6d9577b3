import type { AutoscalerMetric } from '../../model/autoscaler.ts';
import type { JsonObject, StringMap } from '../../model/kubernetes.ts';
import { parseQuantity } from '../quantity.ts';

/** What a metric's translation may use besides the metric. */
export interface MetricContext {
  readonly stackName: string;
  /** '' where the StackSet names none. */
  readonly namespace: string;
  /** Name of the Ingress or RouteGroup whose requests count. */
  readonly routeName: string;
  /** Place among the sorted metrics, which the names of SQS and ZMON metrics carry. */
  readonly position: number;
  /** Percent of the traffic that the stack has. */
  readonly weight: number;
}

/** A metric in the words of autoscaling/v2, with the annotations that kube-metrics-adapter reads. */
export interface TranslatedMetric {
  readonly spec: JsonObject;
  readonly annotations?: StringMap;
}

/** Why a metric cannot be translated. `field` is relative to the metric. */
export interface MetricError {
  readonly field: readonly string[];
  readonly message: string;
  readonly remedy: string;
}

/** Translates the metrics of one type; the ten are listed in `metric-rules.ts`. */
export type MetricRule = (metric: AutoscalerMetric, context: MetricContext) => TranslatedMetric | MetricError;

export const isMetricError = (result: TranslatedMetric | MetricError): result is MetricError => 'remedy' in result;

export const missing = (field: readonly string[], what: string, remedy: string): MetricError => ({
  field,
  message: `the metric needs ${what}`,
  remedy,
});

/** A metric that is an amount per pod: `build` gets the target, or the error says what is wrong with `average`. */
export function perPod(
  metric: AutoscalerMetric,
  build: (target: JsonObject) => TranslatedMetric | MetricError,
): TranslatedMetric | MetricError {
  const { average } = metric;
  if (average === undefined) return missing(['average'], 'average', 'Give the amount per pod, for example average: 30.');
  const quantity = parseQuantity(average);
  if (quantity) return build({ type: 'AverageValue', averageValue: quantity.canonical });
  const remedy = 'Write a number with an optional suffix, as in 30, 1500m or 2k.';
  return { field: ['average'], message: `${JSON.stringify(average)} is no Kubernetes quantity`, remedy };
}

/** An external metric, found by name and labels. */
export const externalMetric = (name: string, matchLabels: StringMap, target: JsonObject): JsonObject => ({
  type: 'External',
  external: { metric: { name, selector: { matchLabels } }, target },
});
