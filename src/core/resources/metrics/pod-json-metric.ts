import { type MetricRule, missing, perPod } from './metric.ts';

/** A number that each pod serves as JSON. */
export const podJsonMetric: MetricRule = (metric) =>
  perPod(metric, (target) => {
    const { port, path, key, name } = metric.endpoint ?? {};
    const absent = Object.entries({ name, port, path, key }).find(([, value]) => !value);
    if (!name || !port || !path || !key) {
      return missing(
        ['endpoint', absent?.[0] ?? 'name'],
        `endpoint.${absent?.[0]}`,
        'Give endpoint.name, port, path and key, the JSON path of the number.',
      );
    }
    const prefix = `metric-config.pods.${name}.json-path`;
    return {
      spec: { type: 'Pods', pods: { metric: { name }, target } },
      annotations: { [`${prefix}/json-key`]: key, [`${prefix}/path`]: path, [`${prefix}/port`]: String(port) },
    };
  });
