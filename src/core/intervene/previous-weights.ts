import { trafficChanges } from '../history/state-changes.ts';
import type { StackSetState } from '../model/state.ts';

/** A state as it was at some time. */
export interface PastState {
  readonly state: StackSetState;
  /** Whether a person made it so, and not a sync controller. */
  readonly isPersons: boolean;
}

/**
 * Finds what to go back to: the newest state whose weights are others than now. A person who goes back to weights that were there before undoes
 * what came since, which is then passed over: going back again goes further, and not back and forth.
 * @param states newest first; the first is the present one
 */
export function previousWeights<Past extends PastState>(states: readonly Past[]): Past | undefined {
  let moves: readonly Past[] = [];
  for (const past of states.toReversed()) {
    if (past.state.spec.stacks?.some(({ weight }) => weight > 0)) moves = follow(moves, past);
  }
  return moves.at(-2);
}

/** @param moves those that hold, oldest first, each with other weights than the one before */
function follow<Past extends PastState>(moves: readonly Past[], past: Past): readonly Past[] {
  const isSame = ({ state }: PastState): boolean => trafficChanges(past.state, state).length === 0;
  const last = moves.at(-1);
  if (last && isSame(last)) return moves;
  const undone = past.isPersons ? moves.findLastIndex(isSame) : -1;
  return undone < 0 ? [...moves, past] : moves.slice(0, undone + 1);
}
