import type { BlockedReason } from '../../core/model/decision.ts';

/** What a StackSet is, in one word, from what a person has to look at first to what is as it should be. */
export const CONDITIONS = ['invalid', 'not-adopted', 'frozen', 'paused', 'held', 'waiting', 'settled'] as const;
export type Condition = (typeof CONDITIONS)[number];

const CONDITION_OF: Readonly<Record<BlockedReason, Condition>> = {
  Invalid: 'invalid',
  NotAdopted: 'not-adopted',
  ObservationStale: 'frozen',
  Frozen: 'paused',
  Paused: 'paused',
  OnHold: 'held',
  StacksNotReady: 'waiting',
  NotApplied: 'waiting',
  NotDelivered: 'waiting',
  StillRouted: 'waiting',
  StillProtected: 'waiting',
  StillRunning: 'waiting',
  Draining: 'waiting',
};

/** The first of `CONDITIONS` that one of the reasons gives; settled where nothing is held back. */
export function conditionOf(reasons: readonly BlockedReason[]): Condition {
  const found = new Set(reasons.map((reason) => CONDITION_OF[reason]));
  return CONDITIONS.find((condition) => found.has(condition)) ?? 'settled';
}
