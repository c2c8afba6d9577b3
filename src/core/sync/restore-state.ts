import type { PackageInput } from '../model/package-decision.ts';
import type { StackSetState } from '../model/state.ts';
import { formerStates } from './last-good.ts';

type Given = Pick<PackageInput, 'stacks' | 'state' | 'provenance'>;

/**
 * The state that a person deleted; undefined where there is one, where nobody deleted it, where no controller ever wrote it, and where none
 * of the stacks that had traffic is left: then it is the state of another package that was in this folder once.
 *
 * Without it, render gives the asked-for weights at once, to stacks that may have no ready pod. With it, the same weights are reached
 * step by step; whoever deleted it gets what is asked for either way.
 */
export function deletedState({ stacks, state, provenance }: Given): StackSetState | undefined {
  if (state || provenance.writer !== 'person' || !provenance.controllerState) return undefined;
  const names = new Set(stacks.map(({ metadata }) => metadata.name));
  return formerStates(provenance).find(({ spec }) => spec.stacks?.some(({ name, weight }) => weight > 0 && names.has(name)));
}
