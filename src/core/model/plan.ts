import type { BlockedReason } from './decision.ts';
import type { KubernetesObject } from './kubernetes.ts';
import type { Timestamp } from './state.ts';

export const PLAN_API_VERSION = 'stackset-gitops.dev/v1alpha1';

/** What would happen now, for programs; fields without a value are left out. */
export interface Plan {
  readonly apiVersion: typeof PLAN_API_VERSION;
  readonly kind: 'Plan';
  readonly now: Timestamp;
  readonly stackSets: readonly PlannedStackSet[];
}

export interface PlannedStackSet {
  readonly namespace?: string;
  readonly name: string;
  readonly stacks: readonly PlannedStackStatus[];
  readonly blocked: readonly PlannedBlock[];
  readonly errors: readonly PlannedError[];
  /** The children of every stack that stays, and the StackSet's own routes. */
  readonly resources: readonly KubernetesObject[];
}

export interface PlannedStackStatus {
  readonly name: string;
  readonly created: boolean;
  readonly remove: boolean;
  readonly ready: boolean;
  readonly scaledDown: boolean;
  /** Percent. */
  readonly actualTrafficWeight: number;
  readonly desiredTrafficWeight: number;
  readonly noTrafficSince?: Timestamp;
  /** Left out where no route has segments. */
  readonly segment?: readonly [lower: number, upper: number];
  readonly prescaling?: {
    readonly active: true;
    readonly replicas: number;
    /** Percent. */
    readonly desiredTrafficWeight: number;
    readonly lastTrafficIncrease?: Timestamp;
  };
}

export interface PlannedBlock {
  readonly reason: BlockedReason;
  /** Names of the stacks that wait, or are waited for. */
  readonly stacks: readonly string[];
  readonly message: string;
}

/** An error of a StackSet, or of one stack and the kind of child that cannot be made for it. */
export interface PlannedError {
  readonly stack?: string;
  readonly kind: string;
  /** `spec.autoscaler.metrics[0].average`; left out where no field is at fault. */
  readonly field?: string;
  readonly message: string;
}
