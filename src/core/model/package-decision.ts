import type { Blocked, Decision, DecisionEvent } from './decision.ts';
import type { Freeze } from './freeze.ts';
import type { Observation } from './observation.ts';
import type { DecisionPolicy } from './policy.ts';
import type { Problem } from './problem.ts';
import type { Stack } from './stack.ts';
import type { DesiredTraffic, StackSet } from './stack-set.ts';
import type { StackSetState, Timestamp } from './state.ts';

/** `spec.traffic` of a StackSet as it was in a commit; an empty list where it had none. */
export type AskedTraffic = readonly DesiredTraffic[];

/**
 * Who wrote the state as it is, from the history of its file. Everything that is unknown (a shallow history, a file that could not be
 * read) is left out, and then counts as it did not differ.
 */
export interface StateProvenance {
  /** Of the newest commit that touched the file of the state, its removal included; nobody where none ever did. */
  readonly writer: 'controller' | 'person' | 'nobody';
  /** That commit, in full. */
  readonly commit?: string;
  /** Its committer's time. */
  readonly time?: Timestamp;
  /** `spec.traffic` in that commit. Needed where a person wrote it. */
  readonly asked?: AskedTraffic;
  /** The same in its first parent, before that commit. Needed where a person wrote it. */
  readonly askedBefore?: AskedTraffic;
  /** The state in its first parent; null where there was none. Needed where a person wrote it. */
  readonly stateBefore?: StackSetState | null;
  /** The newest state at this path that a controller wrote; undefined where none ever did. Needed where a person wrote since. */
  readonly controllerState?: StackSetState;
  /** `spec.traffic` in the commit that `state.spec.hold` names. Needed where there is a hold. */
  readonly askedAtHold?: AskedTraffic;
}

/** Times of one stack that are decided and not worth a commit, so that Git does not have them yet. */
export interface StackTimers {
  readonly noTrafficSince?: Timestamp;
  readonly lastTrafficIncrease?: Timestamp;
}

/** By the stack's name. Kept in memory from one decision of a package to its next; what is lost with it is counted again from now. */
export type Timers = ReadonlyMap<string, StackTimers>;

/** Everything that a decision of a controller depends on. */
export interface PackageInput {
  readonly stackSet: StackSet;
  /** Those in Git. */
  readonly stacks: readonly Stack[];
  readonly state: StackSetState | undefined;
  readonly observation: Observation;
  readonly now: Timestamp;
  readonly policy: DecisionPolicy;
  /** `metadata.name` of the SyncConfig. */
  readonly controller: string;
  /** Folder of the package in the repository, normalized; `.` for its root. */
  readonly path: string;
  readonly provenance: StateProvenance;
  /** Those that the last decision of this package gave. */
  readonly timers?: Timers;
  /** Given where the observation is not what the cluster has now. */
  readonly stale?: { readonly since: Timestamp; readonly why: string };
  /** That of the repository, for whomever it is. */
  readonly freeze?: Freeze;
  /** Whether the tip renders to itself without a stack to which the state gives weight: a person took it out by `render --allow-removal`. */
  readonly removalAllowed?: boolean;
}

/** What a controller does with a package, as a value. */
export interface PackageDecision {
  /** Undefined where nothing is decided; `blocked` says why. */
  readonly decision: Decision | undefined;
  /** The state that Git is to have; undefined where nothing is decided, and where the package leaves. */
  readonly nextState: StackSetState | undefined;
  /** Stacks whose files leave Git. */
  readonly removedStacks: readonly string[];
  /** Whether all that was generated for the StackSet leaves Git, its state and its stacks included. */
  readonly leaves: boolean;
  readonly blocked: readonly Blocked[];
  readonly events: readonly DecisionEvent[];
  /** What could not be decided, and why. */
  readonly problems: readonly Problem[];
  readonly worthACommit: boolean;
  /** When time alone may change the decision; undefined where it never does. */
  readonly nextMoment?: Timestamp;
  /** To be given to the next decision of this package. */
  readonly timers: Timers;
}
