import type { KubernetesObject, ObjectMeta } from './kubernetes.ts';

/** RFC 3339 in UTC, seconds precision: `2026-03-01T12:00:30Z`. */
export type Timestamp = string;

export interface PrescalingState {
  readonly replicas: number;
  /** Percent. */
  readonly desiredWeight: number;
  readonly lastTrafficIncrease: Timestamp;
}

/** What was decided for one stack. */
export interface StackState {
  readonly name: string;
  readonly createdAt?: Timestamp;
  /** Percent of the traffic that the routes in Git give it. */
  readonly weight: number;
  readonly noTrafficSince?: Timestamp;
  readonly scaledDown?: boolean;
  readonly prescaling?: PrescalingState;
}

/** Decisions of the sync controller (or of `import`), never observations; read by render, never written by it. */
export interface StackSetState extends KubernetesObject {
  readonly kind: 'StackSetState';
  readonly metadata: ObjectMeta;
  readonly spec: {
    readonly observedStackVersion?: string;
    readonly controller?: string;
    readonly path?: string;
    readonly hold?: { readonly since: Timestamp; readonly commit: string };
    /** The StackSet is leaving, and its routes have left Git. Without meaning where it is not leaving. */
    readonly drain?: { readonly since: Timestamp };
    /** Names of stacks from left to right in [0, 1). */
    readonly segmentOrder?: readonly string[];
    readonly stacks?: readonly StackState[];
  };
}
