import type { AutoscalerMetric } from '../../model/autoscaler.ts';
import { parseQuantity } from '../quantity.ts';

/** A metric and its place in the person's list. */
export interface ListedMetric {
  readonly metric: AutoscalerMetric;
  readonly index: number;
}

/**
 * Metrics in the order in which the original writes them. Its order is no total one (a field counts only where both metrics
 * have it), so that the way of sorting shows in the result: Go sorts up to twelve elements by insertion, and so does this.
 */
export function sortMetrics(metrics: readonly AutoscalerMetric[]): readonly ListedMetric[] {
  const sorted = metrics.map((metric, index) => ({ metric, index }));
  for (let end = 1; end < sorted.length; end++) {
    for (let at = end; at > 0; at--) {
      const [left, right] = [sorted[at - 1], sorted[at]];
      if (!left || !right || !isBefore(right.metric, left.metric)) break;
      sorted[at - 1] = right;
      sorted[at] = left;
    }
  }
  return sorted;
}

/** Type, then average by its unscaled digits, then utilization; then the first field of the list that both have. */
function isBefore(a: AutoscalerMetric, b: AutoscalerMetric): boolean {
  for (const key of LEADING_KEYS) {
    const [left, right] = [key(a), key(b)];
    if (left !== undefined && right !== undefined && left !== right) return left < right;
  }
  for (const key of NAMING_KEYS) {
    const [left, right] = [key(a), key(b)];
    if (left !== undefined && right !== undefined) return left < right;
  }
  return false;
}

type Key = (metric: AutoscalerMetric) => string | bigint | number | undefined;

const LEADING_KEYS: readonly Key[] = [
  (metric) => metric.type,
  (metric) => (metric.average === undefined ? undefined : parseQuantity(metric.average)?.unscaledDigits),
  (metric) => metric.averageUtilization,
];

const NAMING_KEYS: readonly Key[] = [
  (metric) => metric.container || undefined,
  ({ queue }) => queue && (queue.name ?? ''),
  ({ endpoint }) => endpoint && (endpoint.name ?? ''),
  ({ zmon }) => zmon && (zmon.checkID ?? ''),
  ({ requestsPerSecond }) => requestsPerSecond && (requestsPerSecond.hostnames ?? []).join(','),
  ({ clusterScalingSchedule }) => clusterScalingSchedule && (clusterScalingSchedule.name ?? ''),
  ({ scalingSchedule }) => scalingSchedule && (scalingSchedule.name ?? ''),
];
