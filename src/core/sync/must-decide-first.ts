import type { PackageInput } from '../model/package-decision.ts';
import { damageOf } from './damage.ts';
import { deletedState } from './restore-state.ts';

/**
 * Whether the state has to be mended before the package may be rendered again: what render would make of it moves traffic to stacks
 * without pods, or to what is asked for whether it is ready or not. Such a package is decided although its tip does not render to
 * itself; the state that the decision gives is then rendered with it, in one commit.
 */
export function mustDecideFirst(input: Pick<PackageInput, 'stackSet' | 'stacks' | 'state' | 'provenance' | 'removalAllowed'>): boolean {
  const { repairable, fatal } = damageOf(input);
  return deletedState(input) !== undefined || (repairable.length > 0 && fatal.length === 0);
}
