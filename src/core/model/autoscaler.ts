import type { JsonObject } from './kubernetes.ts';

/** The original's ten metric types. */
export const METRIC_TYPES = [
  'CPU',
  'Memory',
  'AmazonSQS',
  'PodJSON',
  'Ingress',
  'RouteGroup',
  'ZMON',
  'ScalingSchedule',
  'ClusterScalingSchedule',
  'RequestsPerSecond',
] as const;

export type MetricType = (typeof METRIC_TYPES)[number];

/** A Kubernetes quantity as written: `30`, `"1k"`, `"500m"`. */
export type Quantity = string | number;

/** One autoscaler metric; which fields count depends on `type`, and the original reads a metric of any shape. */
export interface AutoscalerMetric {
  readonly type: string;
  readonly average?: Quantity;
  readonly averageUtilization?: number;
  readonly container?: string;
  readonly endpoint?: { readonly port?: number; readonly path?: string; readonly key?: string; readonly name?: string };
  readonly queue?: { readonly name?: string; readonly region?: string };
  readonly zmon?: {
    readonly checkID?: string;
    readonly key?: string;
    readonly duration?: string;
    readonly aggregators?: readonly string[];
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly scalingSchedule?: { readonly name?: string };
  readonly clusterScalingSchedule?: { readonly name?: string };
  readonly requestsPerSecond?: { readonly hostnames?: readonly string[] };
}

export interface Autoscaler {
  readonly minReplicas?: number;
  readonly maxReplicas: number;
  readonly metrics?: readonly AutoscalerMetric[];
  /** HorizontalPodAutoscalerBehavior, handed on as it is. */
  readonly behavior?: JsonObject;
}
