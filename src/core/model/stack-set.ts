import type { KubernetesObject, ObjectMeta } from './kubernetes.ts';
import type { EmbeddedAnnotations, ExternalIngressSpec, IngressSpec, RouteGroupSpec, StackTemplateSpec } from './stack.ts';

/** A weight that a person asks for; any scale, normalized to 100 percent before use. */
export interface DesiredTraffic {
  readonly stackName: string;
  readonly weight: number;
}

export interface StackLifecycle {
  /** Seconds without traffic after which a stack is scaled down; 300 where it is missing. */
  readonly scaledownTTLSeconds?: number;
  /** How many scaled-down stacks are kept; 10 where it is missing. */
  readonly limit?: number;
}

export interface StackSetSpec {
  readonly ingress?: IngressSpec;
  readonly externalIngress?: ExternalIngressSpec;
  readonly routegroup?: RouteGroupSpec;
  readonly stackLifecycle?: StackLifecycle;
  readonly stackTemplate: {
    readonly metadata?: EmbeddedAnnotations;
    readonly spec: StackTemplateSpec & { readonly version?: string };
  };
  readonly traffic?: readonly DesiredTraffic[];
  /** Percent of a stack's pods that must be ready before it may get more traffic; 100 where missing. */
  readonly minReadyPercent?: number;
}

/** An application in all its versions: what a person edits. `zalando.org/v1`, unchanged from the original's schema. */
export interface StackSet extends KubernetesObject {
  readonly kind: 'StackSet';
  readonly metadata: ObjectMeta;
  readonly spec: StackSetSpec;
}
