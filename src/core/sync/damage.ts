import { checkState } from '../checks/check-state.ts';
import type { PackageInput } from '../model/package-decision.ts';
import type { Problem } from '../model/problem.ts';
import type { StackSetState } from '../model/state.ts';
import { formerStates, lastGoodState } from './last-good.ts';

type Given = Pick<PackageInput, 'stackSet' | 'stacks' | 'state' | 'provenance' | 'removalAllowed'>;

/**
 * What a revert that came too late and a merge of two decisions leave: weights that cannot be carried out. The last good ones can be put
 * back without asking anybody, since these were carried out before.
 */
const REPAIRABLE: ReadonlySet<string> = new Set(['ScaledDownStackWithWeight', 'StateWeightsUneven', 'StateStackRepeated']);

const MISSING = 'StackWithWeightMissing';

/** Problems of a state, apart by what is to happen. */
export interface StateDamage {
  /** Mended by the next decision. */
  readonly repairable: readonly Problem[];
  /** Nothing is decided while there is one: a person has to say what is meant. */
  readonly fatal: readonly Problem[];
  /** What the repairable is put back to, where that is known. */
  readonly lastGood?: StackSetState;
}

const WHOLE: StateDamage = { repairable: [], fatal: [] };

/**
 * What `render` finds wrong with the state of a package, as far as a controller has an answer to it. A stack with weight that has no file
 * is repairable where it had no weight before: a revert gave it some after it had left. Else the file was lost, and the stack still serves.
 */
export function damageOf(given: Given): StateDamage {
  const { stackSet, stacks, state, removalAllowed = false } = given;
  if (!state) return WHOLE;
  const names = stacks.map(({ metadata }) => metadata.name);
  const problems = checkState(state, stackSet, names).filter(({ reason }) => !(removalAllowed && reason === MISSING));
  if (problems.length === 0) return WHOLE;
  const lastGood = lastGoodState(given);
  const [newest] = formerStates(given.provenance);
  const served = new Set(newest?.spec.stacks?.filter(({ weight }) => weight > 0).map(({ name }) => name));
  const leftBefore = ({ path }: Problem): boolean => newest !== undefined && !served.has(state.spec.stacks?.[Number(path[2])]?.name ?? '');
  const isMended = (problem: Problem): boolean => isRepairable(problem) || (problem.reason === MISSING && leftBefore(problem));
  return { repairable: problems.filter(isMended), fatal: problems.filter((problem) => !isMended(problem)), ...(lastGood && { lastGood }) };
}

/** Whether a problem that `render` reports is one that the next decision mends in any case. */
export const isRepairable = ({ reason }: Pick<Problem, 'reason'>): boolean => REPAIRABLE.has(reason);

/** Whether it may be one: `mustDecideFirst` knows. */
export const mayBeRepairable = (problem: Pick<Problem, 'reason'>): boolean => isRepairable(problem) || problem.reason === MISSING;
