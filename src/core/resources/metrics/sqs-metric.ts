import { externalMetric, type MetricRule, missing, perPod } from './metric.ts';

/** Length of an Amazon SQS queue per pod. */
export const sqsMetric: MetricRule = (metric, { position }) =>
  perPod(metric, (target) => {
    const { name, region } = metric.queue ?? {};
    if (!name) return missing(['queue', 'name'], 'the queue it counts', 'Give queue.name and queue.region.');
    if (!region) return missing(['queue', 'region'], "the queue's region", 'Give queue.region, for example eu-central-1.');
    const labels = { type: 'sqs-queue-length', 'queue-name': name, region };
    return { spec: externalMetric(`sqs-queue-len-${position}`, labels, target) };
  });
