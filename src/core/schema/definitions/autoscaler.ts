import { METRIC_TYPES } from '../../model/autoscaler.ts';
import { DNS_SUBDOMAIN_PATTERN, kubernetes, list, object, stringMap, text, wholeNumber } from './vocabulary.ts';

const scheduleName = text('Name of the schedule object.', {
  pattern: DNS_SUBDOMAIN_PATTERN,
  patternErrorMessage: 'the name of a Kubernetes object: lower-case letters, digits, hyphens and dots',
});

/** Which of these a metric needs depends on its `type`: core/resources reports what is missing, so nothing is required here. */
const metric = object(
  'One metric; the pods follow the one that asks for most.',
  {
    type: text('What is measured.', { enum: METRIC_TYPES, 'x-checked-by-render': ['enum'] }),
    average: kubernetes(
      'Quantity',
      'Value a pod should carry on average, as a Kubernetes quantity (`30`, `1k`, `500m`): messages, requests a second, or the check’s unit.',
    ),
    averageUtilization: wholeNumber('For `CPU` and `Memory`: percent of the requested resources, averaged over the pods.'),
    container: text('For `CPU` and `Memory`: measure this container instead of the whole pod.'),
    endpoint: object('For `PodJSON`: where each pod shows its metric as JSON.', {
      port: wholeNumber('Port of the pod.'),
      path: text('URL path, such as `/metrics`.'),
      key: text('JSONPath of the value, such as `$.queue.length`.'),
      name: text('Name of the metric, unique among the stack’s.'),
    }),
    queue: object('For `AmazonSQS`: the queue whose length counts.', {
      name: text('Name of the queue.'),
      region: text('AWS region of the queue.'),
    }),
    zmon: object('For `ZMON`: the check whose value counts.', {
      checkID: text('Number of the check, as text: `"1234"`.', {
        pattern: '^[0-9]+$',
        patternErrorMessage: 'the number of a ZMON check',
      }),
      key: text('Key of the value in the check’s result.'),
      duration: text('How far back to look.', { default: '5m' }),
      aggregators: list(
        'How several values become one.',
        text('An aggregator.', { enum: ['avg', 'dev', 'count', 'first', 'last', 'max', 'min', 'sum', 'diff'] }),
      ),
      tags: stringMap('Tags that select among the check’s values.'),
    }),
    scalingSchedule: object('For `ScalingSchedule`: a schedule in the same namespace.', { name: scheduleName }),
    clusterScalingSchedule: object('For `ClusterScalingSchedule`: a schedule of the whole cluster.', { name: scheduleName }),
    requestsPerSecond: object('For `RequestsPerSecond`: whose requests count.', {
      hostnames: list('Host names whose requests are summed.', text('A host name.')),
    }),
  },
  ['type'],
);

export const autoscaler = object(
  'Makes a HorizontalPodAutoscaler for each stack.',
  {
    minReplicas: wholeNumber('Fewest pods.', { default: 1 }),
    maxReplicas: wholeNumber('Most pods; prescaling stops here, too.'),
    metrics: list('What the number of pods follows.', metric),
    behavior: kubernetes('V2HorizontalPodAutoscalerBehavior', 'How fast to scale up and down, handed on as it is.'),
  },
  ['maxReplicas'],
);
