import type { JsonObject } from '../../model/kubernetes.ts';
import { type MetricRule, missing } from './metric.ts';

/** CPU or Memory: utilization in percent of what the pods, or one container of them, request. */
const resourceMetric =
  (name: 'cpu' | 'memory'): MetricRule =>
  ({ averageUtilization, container }) => {
    if (averageUtilization === undefined) {
      return missing(
        ['averageUtilization'],
        'averageUtilization',
        'Give the percent of the requested resource, for example averageUtilization: 70.',
      );
    }
    const target: JsonObject = { type: 'Utilization', averageUtilization };
    return {
      spec: container
        ? { type: 'ContainerResource', containerResource: { name, container, target } }
        : { type: 'Resource', resource: { name, target } },
    };
  };

export const cpuMetric = resourceMetric('cpu');
export const memoryMetric = resourceMetric('memory');
