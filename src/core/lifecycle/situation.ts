import type { Blocked, StackReadiness } from '../model/decision.ts';
import type { StackObservation } from '../model/observation.ts';
import type { DecisionPolicy } from '../model/policy.ts';
import type { Stack } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetState, StackState, Timestamp } from '../model/state.ts';
import type { EpochSeconds } from '../model/timestamp.ts';
import type { TrafficWeights } from '../traffic/round-weights.ts';

/** A stack while it is decided. */
export interface StackSituation {
  readonly name: string;
  readonly stack: Stack;
  readonly created: boolean;
  readonly observation: StackObservation;
  readonly readiness: StackReadiness;
  /** Its entry in the state so far, if it has one. */
  readonly before?: StackState;
  /** Percent that the routes in Git give it before this decision. */
  readonly weightInGit: number;
  /** Percent that is asked for; see `DecidedStack.desiredWeight`. */
  readonly asked: number;
  readonly remove: boolean;
  /** Its entry in the next state, as far as it is decided. */
  readonly state: StackState;
}

/** Everything that the rules look at, and what they have decided so far. */
export interface Situation {
  readonly stackSet: StackSet;
  readonly policy: DecisionPolicy;
  readonly now: EpochSeconds;
  readonly nowText: Timestamp;
  readonly before: StackSetState | undefined;
  /** In the order of creation. */
  readonly stacks: readonly StackSituation[];
  /** Names of the stacks with traffic, from left to right. */
  readonly segmentOrder: readonly string[];
  /** The last good weights, where those of the state cannot be carried out. */
  readonly repairTo?: TrafficWeights;
  readonly blocked: readonly Blocked[];
}

/** One rule of `decide`: a situation in, the next one out. A new rule is one file and one line in `decide.ts`. */
export type DecisionRule = (situation: Situation) => Situation;

export const withBlocked = (situation: Situation, blocked: Blocked): Situation => ({
  ...situation,
  blocked: [...situation.blocked, blocked],
});

/** Changes each stack by itself. */
export const mapStacks = (situation: Situation, change: (stack: StackSituation) => StackSituation): Situation => ({
  ...situation,
  stacks: situation.stacks.map(change),
});

export const withState = (stack: StackSituation, changes: Partial<StackState>): StackSituation => ({
  ...stack,
  state: { ...stack.state, ...changes },
});

/** Whether a stack has traffic or is to get some: such a stack runs. */
export const isWanted = ({ state, asked }: Pick<StackSituation, 'state' | 'asked'>): boolean => state.weight > 0 || asked > 0;
