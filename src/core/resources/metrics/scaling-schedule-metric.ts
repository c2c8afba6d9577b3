import { type MetricRule, missing, perPod } from './metric.ts';

/** An amount that follows the clock, from a ScalingSchedule of the namespace or of the cluster. */
const scheduleMetric =
  (kind: 'ScalingSchedule' | 'ClusterScalingSchedule', field: 'scalingSchedule' | 'clusterScalingSchedule'): MetricRule =>
  (metric) =>
    perPod(metric, (target) => {
      const name = metric[field]?.name;
      if (!name) return missing([field, 'name'], `${field}.name`, `Give the name of the ${kind}.`);
      return {
        spec: { type: 'Object', object: { describedObject: { apiVersion: 'zalando.org/v1', kind, name }, metric: { name }, target } },
      };
    });

export const scalingScheduleMetric = scheduleMetric('ScalingSchedule', 'scalingSchedule');
export const clusterScalingScheduleMetric = scheduleMetric('ClusterScalingSchedule', 'clusterScalingSchedule');
