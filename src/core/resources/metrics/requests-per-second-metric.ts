import { externalMetric, type MetricRule, missing, perPod } from './metric.ts';

/** Requests per second to some hosts, times the stack's share of the traffic: for an ingress that is not ours. */
export const requestsPerSecondMetric: MetricRule = (metric, { stackName, weight }) =>
  perPod(metric, (target) => {
    const hostnames = metric.requestsPerSecond?.hostnames ?? [];
    if (hostnames.length === 0)
      return missing(['requestsPerSecond', 'hostnames'], 'requestsPerSecond.hostnames', 'List the hosts whose requests count.');
    const name = `${stackName}-rps`;
    const prefix = `metric-config.external.${name}.requests-per-second`;
    return {
      spec: externalMetric(name, { type: 'requests-per-second' }, target),
      // The adapter reads a whole percent. The original cuts 28.999… to 28 where 29 is meant.
      annotations: { [`${prefix}/hostnames`]: hostnames.join(','), [`${prefix}/weight`]: String(Math.round(weight)) },
    };
  });
