import { checkState } from '../checks/check-state.ts';
import type { PackageInput } from '../model/package-decision.ts';
import type { StackSetState } from '../model/state.ts';

type Given = Pick<PackageInput, 'stackSet' | 'stacks' | 'provenance'>;

/**
 * The newest state before the present one that can be carried out with the stacks that there are: the one that the newest commit changed,
 * else the last of a controller. Undefined where no person's commit is the newest, and where nothing is known.
 */
export function lastGoodState({ stackSet, stacks, provenance }: Given): StackSetState | undefined {
  const names = stacks.map(({ metadata }) => metadata.name);
  return formerStates(provenance).find((state) => checkState(state, stackSet, names).length === 0);
}

/** The newest first. */
export const formerStates = ({ stateBefore, controllerState }: PackageInput['provenance']): readonly StackSetState[] => [
  ...(stateBefore ? [stateBefore] : []),
  ...(controllerState ? [controllerState] : []),
];
