import type { Blocked, PackageOwner } from '../model/decision.ts';
import type { PackageInput } from '../model/package-decision.ts';
import type { StackSetState } from '../model/state.ts';

type Place = Pick<PackageInput, 'state' | 'controller' | 'path'>;

/**
 * Whether this controller is the first that takes the package: what has no state, one that `import` made or one that `stackset adopt`
 * freed names no controller.
 */
export const isUnowned = (state: StackSetState | undefined): boolean => (state?.spec.controller ?? '') === '';

/**
 * Refuses a package that another controller has adopted, or this one in another folder: a copied, moved or renamed package, and the
 * packages of a controller whose name has changed. Two controllers would undo each other's commits, and a copy would move the
 * traffic of stacks that it does not describe.
 */
export function checkOwner({ state, controller, path }: Place): readonly Blocked[] {
  if (isUnowned(state)) return [];
  const owner: PackageOwner = { controller: state?.spec.controller ?? '', path: state?.spec.path ?? path };
  const here: PackageOwner = { controller, path };
  return owner.controller === here.controller && owner.path === here.path ? [] : [{ reason: 'NotAdopted', owner, here }];
}

/** The state with its owner, in the order in which people read its fields. */
export function withOwner(state: StackSetState, { controller, path }: PackageOwner): StackSetState {
  const { observedStackVersion, controller: _controller, path: _path, ...rest } = state.spec;
  return { ...state, spec: { ...(observedStackVersion !== undefined && { observedStackVersion }), controller, path, ...rest } };
}
