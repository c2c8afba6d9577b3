import type { TrafficWeights } from '../traffic/round-weights.ts';
import type { Segment } from '../traffic/segments.ts';
import type { DeliveryReference } from './delivery.ts';
import type { ObservedKind } from './observation.ts';
import type { Problem } from './problem.ts';
import type { Stack } from './stack.ts';
import type { StackSetState, StackState, Timestamp } from './state.ts';

/** Why a child keeps its stack from being ready. */
export type ChildLack = 'missing' | 'outdated' | 'unobserved' | 'leftover';

export interface LackingChild {
  readonly kind: ObservedKind;
  readonly name: string;
  readonly lack: ChildLack;
}

/** Whether a stack may get more traffic, with the facts that say so. */
export interface StackReadiness {
  readonly name: string;
  readonly ready: boolean;
  /** Children that the cluster does not have as Git has them. */
  readonly lacking: readonly LackingChild[];
  /** `spec.replicas` of the Deployment. */
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  /** How many pods must be updated and ready. */
  readonly neededReplicas: number;
}

/** A live route that does not show what was decided. */
export interface RouteLag {
  readonly name: string;
  readonly kind: 'Ingress' | 'RouteGroup';
  /** Percent. */
  readonly decided: number;
  /** Percent. */
  readonly routed: number;
}

/** Pods of a stack that has been scaled down in Git. */
export interface RunningPods {
  readonly name: string;
  /** `spec.replicas` of the live Deployment. */
  readonly replicas: number;
}

/** A route that is still in the cluster after it left Git. */
export interface LiveRoute {
  readonly stack: string;
  readonly kind: 'Ingress' | 'RouteGroup';
  readonly name: string;
}

/** What applies a package, and does not work with its newest files. */
export interface LateDelivery extends DeliveryReference {
  /** The revision that it is at; missing where it has applied nothing yet. */
  readonly at?: string;
  /** Whether it is applying that now. */
  readonly underWay: boolean;
}

/** The sync controller that decides for a package, and the folder in which it adopted it. */
export interface PackageOwner {
  readonly controller: string;
  /** From the repository's root. */
  readonly path: string;
}

/** Why something does not happen. Texts for people are made from these in one place, `explain.ts`. */
export type Blocked =
  | { readonly reason: 'StacksNotReady'; readonly stacks: readonly StackReadiness[] }
  | { readonly reason: 'NotApplied'; readonly routes: readonly RouteLag[] }
  | { readonly reason: 'NotDelivered'; readonly deliveries: readonly LateDelivery[]; readonly commit: string }
  | { readonly reason: 'OnHold'; readonly since: Timestamp; readonly commit: string; readonly asked: TrafficWeights }
  | { readonly reason: 'StillRouted'; readonly routes: readonly RouteLag[] }
  | { readonly reason: 'StillProtected'; readonly stacks: readonly string[] }
  | { readonly reason: 'StillRunning'; readonly stacks: readonly RunningPods[] }
  | { readonly reason: 'Draining'; readonly until: Timestamp; readonly routes: readonly LiveRoute[] }
  | {
      readonly reason: 'Frozen';
      readonly path: string;
      readonly why: string;
      readonly until?: Timestamp;
      readonly problems: readonly Problem[];
    }
  | { readonly reason: 'Paused' }
  | { readonly reason: 'NotAdopted'; readonly owner: PackageOwner; readonly here: PackageOwner }
  | { readonly reason: 'ObservationStale'; readonly since: Timestamp; readonly why: string }
  | { readonly reason: 'Invalid'; readonly problems: readonly Problem[] };

export type BlockedReason = Blocked['reason'];

export interface TrafficChange {
  readonly stack: string;
  /** Percent. */
  readonly from: number;
  readonly to: number;
}

/** What a decision changes, in the order in which it is told. */
export type DecisionEvent =
  | { readonly type: 'StackCreated'; readonly stack: string }
  | { readonly type: 'TrafficSwitched'; readonly changes: readonly TrafficChange[] }
  | { readonly type: 'Prescaled'; readonly stack: string; readonly replicas: number; readonly weight: number }
  | { readonly type: 'PrescalingReset'; readonly stack: string }
  | { readonly type: 'StackRevived'; readonly stack: string }
  | { readonly type: 'StackScaledDown'; readonly stack: string }
  | { readonly type: 'StackRemoved'; readonly stack: string }
  | { readonly type: 'Adopted'; readonly owner: PackageOwner }
  | { readonly type: 'HoldBegan'; readonly since: Timestamp; readonly commit: string }
  | { readonly type: 'HoldEnded'; readonly commit: string }
  | { readonly type: 'StateRestored' }
  | { readonly type: 'StateRepaired'; readonly problems: readonly Problem[] }
  | { readonly type: 'StackSetDrained'; readonly stackSet: string }
  | { readonly type: 'DrainEnded'; readonly stackSet: string }
  | { readonly type: 'StackSetRemoved'; readonly stackSet: string };

/** One stack after the decision, also where it is to be removed. */
export interface DecidedStack {
  readonly name: string;
  readonly stack: Stack;
  /** Whether this decision makes it. */
  readonly created: boolean;
  readonly remove: boolean;
  readonly readiness: StackReadiness;
  /** Percent that is asked for, after scaling to 100; what is live where nothing is asked for or traffic is on hold. */
  readonly desiredWeight: number;
  readonly segment: Segment;
  readonly state: StackState;
}

/** What happens next to a StackSet, as a value that can be printed, compared and performed. */
export interface Decision {
  /** In the order of creation. */
  readonly stacks: readonly DecidedStack[];
  /** The next state, of the stacks that stay. */
  readonly state: StackSetState;
  readonly blocked: readonly Blocked[];
  readonly events: readonly DecisionEvent[];
  /** What could not be decided, and why. */
  readonly problems: readonly Problem[];
  /** Whether anything but timestamps changed. */
  readonly worthACommit: boolean;
}
