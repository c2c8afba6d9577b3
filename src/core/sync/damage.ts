import { checkState } from '../checks/check-state.ts';
import type { PackageInput } from '../model/package-decision.ts';
import type { Problem } from '../model/problem.ts';

type Given = Pick<PackageInput, 'stackSet' | 'stacks' | 'state' | 'removalAllowed'>;

/**
 * What a revert that came too late and a merge of two decisions leave: weights that cannot be carried out. The last good ones can be put
 * back without asking anybody, since these were carried out before.
 */
const REPAIRABLE: ReadonlySet<string> = new Set(['ScaledDownStackWithWeight', 'StateWeightsUneven', 'StateStackRepeated']);

/** Problems of a state, apart by what is to happen. */
export interface StateDamage {
  /** Mended by the next decision. */
  readonly repairable: readonly Problem[];
  /** Nothing is decided while there is one: a person has to say what is meant. */
  readonly fatal: readonly Problem[];
}

/** What `render` finds wrong with the state of a package, as far as a controller has an answer to it. */
export function damageOf({ stackSet, stacks, state, removalAllowed = false }: Given): StateDamage {
  if (!state) return { repairable: [], fatal: [] };
  const names = stacks.map(({ metadata }) => metadata.name);
  const problems = checkState(state, stackSet, names).filter(({ reason }) => !(removalAllowed && reason === 'StackWithWeightMissing'));
  return {
    repairable: problems.filter(({ reason }) => REPAIRABLE.has(reason)),
    fatal: problems.filter(({ reason }) => !REPAIRABLE.has(reason)),
  };
}

/** Whether a problem that `render` reports is one that the next decision mends, so that it must not hold that decision up. */
export const isRepairable = ({ reason }: Pick<Problem, 'reason'>): boolean => REPAIRABLE.has(reason);
