import type { Blocked, DecisionEvent } from '../model/decision.ts';
import type { Problem } from '../model/problem.ts';
import type { Timestamp } from '../model/state.ts';

/** A stack as it is at the end of a step. */
export interface SimulatedStack {
  readonly name: string;
  /** Percent, as decided: the routes in Git. */
  readonly weight: number;
  /** Pods that it is to have, and those that are ready. */
  readonly replicas: number;
  readonly ready: number;
}

/** Something that a person who watches would want to know. */
export type SimulatedEvent =
  | { readonly type: 'Story'; readonly text: string }
  | { readonly type: 'Decided'; readonly event: DecisionEvent }
  | { readonly type: 'Autoscaled'; readonly stack: string; readonly from: number; readonly to: number }
  /** Something is held back that was not before. */
  | { readonly type: 'Blocked'; readonly blocked: Blocked };

export interface SimulatedStep {
  /** Seconds after the start. */
  readonly at: number;
  readonly time: Timestamp;
  /** Those that are in Git, in the order of creation. */
  readonly stacks: readonly SimulatedStack[];
  readonly events: readonly SimulatedEvent[];
  /** Everything that is held back now. */
  readonly blocked: readonly Blocked[];
  /** Why an event of the story cannot happen; the story ends there. Paths are the story's. */
  readonly problems: readonly Problem[];
}
