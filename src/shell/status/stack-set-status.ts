import type { Blocked } from '../../core/model/decision.ts';
import type { StackSetState, Timestamp } from '../../core/model/state.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';

/**
 * Where the traffic of a StackSet is on its way. It is moving where the sync controller or the GitOps tool acts next, waiting where pods or
 * routes are awaited; for everything else somebody has to do something, or nothing is to be done.
 */
export type Standing = 'moving' | 'waiting' | 'held' | 'frozen' | 'paused' | 'notAdopted' | 'leaving' | 'invalid' | 'done';

/** Percents of one stack. */
export interface StackWeights {
  readonly name: string;
  /** What the cluster's routes give it; what is decided where they do not show it. */
  readonly live: number;
  /** By the state in Git. */
  readonly decided: number;
  /** By `spec.traffic`; what is decided where it asks for nothing. */
  readonly asked: number;
  /** Ready pods, and those that it is to have; missing where the cluster shows none. */
  readonly pods?: { readonly ready: number; readonly wanted: number };
}

/** Why a StackSet does or does not move. */
export interface StackSetStatus {
  readonly namespace?: string;
  readonly name: string;
  /** The version that the StackSet asks for; missing where it cannot be read. */
  readonly version?: string;
  /** From the repository's root. */
  readonly folder: string;
  readonly standing: Standing;
  /** Since when that is so, as far as Git tells. */
  readonly since?: Timestamp;
  /** In sentences without a full stop. */
  readonly reasons: readonly string[];
  readonly blocked: readonly Blocked[];
  /** In the order of creation. */
  readonly stacks: readonly StackWeights[];
  /** When time alone will have the controller do something. */
  readonly nextMoment?: Timestamp;
  readonly controller?: string;
  readonly hold?: NonNullable<StackSetState['spec']['hold']>;
  /** The newest commit that touched its state. */
  readonly commit?: string;
  /** Places are from the repository's root. */
  readonly problems: readonly LocatedProblem[];
}
