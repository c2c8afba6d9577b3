import type { MetricType } from '../../model/autoscaler.ts';
import type { MetricRule } from './metric.ts';
import { podJsonMetric } from './pod-json-metric.ts';
import { requestsPerSecondMetric } from './requests-per-second-metric.ts';
import { cpuMetric, memoryMetric } from './resource-metric.ts';
import { ingressMetric, routeGroupMetric } from './route-metric.ts';
import { clusterScalingScheduleMetric, scalingScheduleMetric } from './scaling-schedule-metric.ts';
import { sqsMetric } from './sqs-metric.ts';
import { zmonMetric } from './zmon-metric.ts';

/** Every metric type and its translation. */
export const METRIC_RULES: Readonly<Record<MetricType, MetricRule>> = {
  CPU: cpuMetric,
  Memory: memoryMetric,
  AmazonSQS: sqsMetric,
  PodJSON: podJsonMetric,
  Ingress: ingressMetric,
  RouteGroup: routeGroupMetric,
  ZMON: zmonMetric,
  ScalingSchedule: scalingScheduleMetric,
  ClusterScalingSchedule: clusterScalingScheduleMetric,
  RequestsPerSecond: requestsPerSecondMetric,
};
