import type { Segment } from '../traffic/segments.ts';

/** What was decided for a stack, by the state or, before there is one, by what was asked for. */
export interface StackDecision {
  /** Percent. */
  readonly weight: number;
  readonly segment: Segment;
  readonly scaledDown: boolean;
  /** Pods that prescaling holds ready; undefined where it is not active. */
  readonly prescaledReplicas?: number;
  /** Set where the StackSet is leaving, and its routes have left already. */
  readonly drained?: true;
}

/** A stack by name and place in the order of creation: all that is needed of the others to render one. */
export interface StackIdentity {
  readonly name: string;
  readonly ordinal: number;
}

export interface PlannedStack extends StackIdentity {
  /** Whether this render makes it, as the StackSet's current version. */
  readonly created: boolean;
  readonly decision: StackDecision;
}
