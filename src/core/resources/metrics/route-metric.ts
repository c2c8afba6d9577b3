import { type MetricRule, perPod } from './metric.ts';

const REQUESTS_PER_SECOND = 'requests-per-second';

/** Requests per second that the stack gets through its Ingress. */
export const ingressMetric: MetricRule = (metric, { routeName, stackName }) =>
  perPod(metric, (target) => ({
    spec: {
      type: 'Object',
      object: {
        describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: routeName },
        metric: { name: `${REQUESTS_PER_SECOND},${stackName}` },
        target,
      },
    },
  }));

/** Requests per second that the stack gets through its RouteGroup. */
export const routeGroupMetric: MetricRule = (metric, { routeName, stackName }) =>
  perPod(metric, (target) => ({
    spec: {
      type: 'Object',
      object: {
        describedObject: { apiVersion: 'zalando.org/v1', kind: 'RouteGroup', name: routeName },
        metric: { name: REQUESTS_PER_SECOND, selector: { matchLabels: { backend: stackName } } },
        target,
      },
    },
  }));
