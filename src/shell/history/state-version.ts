import { type StateChange, stateChanges } from '../../core/history/state-changes.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { CONTROLLER_TRAILER, isControllerCommit } from '../../core/sync/is-controller-commit.ts';
import type { Commit } from '../checkout/read-log.ts';

/** What a commit made of a StackSet's state. */
export interface StateVersion {
  readonly commit: Commit;
  /** Of the state's file, from the repository's root, with `/`. */
  readonly path: string;
  /** The state before, by the commit's first parent; undefined where there was none, or none that can be read. */
  readonly before: StackSetState | undefined;
  /** Undefined where it was removed, or cannot be read. */
  readonly after: StackSetState | undefined;
  /** Whether the file is there, but holds no state that can be read. */
  readonly isUnreadable: boolean;
}

/** What changed; nothing where that cannot be told. A person who copies or moves a state along with its package adopts nothing by that. */
export function changesOf({ commit, before, after, isUnreadable }: StateVersion): readonly StateChange[] {
  if (isUnreadable) return [];
  const isCopy = before === undefined && controllerOf(commit) === undefined;
  return stateChanges(before, after).filter(({ type }) => !(isCopy && type === 'Adopted'));
}

/** Of which StackSet it is, as far as the file says. */
export function stackSetOf({ before, after, path }: StateVersion): { readonly namespace?: string; readonly name: string } {
  const { name, namespace } = (after ?? before)?.metadata ?? { name: nameInPath(path) };
  return { ...(namespace !== undefined && { namespace }), name };
}

const nameInPath = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.state\.yaml$/, '');

/** The sync controller that made a commit; undefined where a person did. */
export function controllerOf(commit: Commit): string | undefined {
  return isControllerCommit(commit) ? trailersOf(commit, CONTROLLER_TRAILER).at(-1) : undefined;
}

/** The values of a trailer, which a commit may have several times. */
export const trailersOf = ({ trailers }: Pick<Commit, 'trailers'>, key: string): readonly string[] =>
  trailers.filter((trailer) => trailer.key.toLowerCase() === key.toLowerCase()).map(({ value }) => value);
