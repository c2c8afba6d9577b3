import { OBSERVED_KINDS, type ObservedKind } from '../../../core/model/observation.ts';
import type { WatchedKind } from './observed-resource.ts';

/** How far what is known of one kind can be relied on. */
export type WatchState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'watching' }
  /** The cluster does not know the kind: its CRD is not installed. */
  | { readonly phase: 'absent' }
  | { readonly phase: 'forbidden'; readonly reason: string }
  | { readonly phase: 'lost'; readonly reason: string };

export const isReliable = ({ phase }: WatchState): boolean => phase === 'watching' || phase === 'absent';

/**
 * Whether a decision depends on a kind.
 * @param kinds that are named; by default all that every StackSet has, to which RouteGroups that may not be read do not belong
 */
export function isNeeded(kind: WatchedKind, { phase }: WatchState, kinds: readonly ObservedKind[] | undefined): boolean {
  if (kinds) return kinds.some((needed) => needed === kind);
  return OBSERVED_KINDS.some((needed) => needed === kind) && !(kind === 'RouteGroup' && phase === 'forbidden');
}

/** Why a kind cannot be relied on; undefined where it can. */
export function unreliability(state: WatchState): string | undefined {
  switch (state.phase) {
    case 'starting':
      return 'the cluster has not been listed yet';
    case 'forbidden':
    case 'lost':
      return state.reason;
    case 'watching':
    case 'absent':
      return undefined;
  }
}

const CONSEQUENCES: Partial<Readonly<Record<WatchedKind, string>>> = {
  RouteGroup: 'StackSets with RouteGroups are left as they are',
  StackSet: 'Events go to Deployments and StackSets get no status',
  Stack: 'Stacks get no status',
};

/** What follows where a kind may not be read, for people. */
export const explainForbidden = (kind: WatchedKind, reason: string): string =>
  `${CONSEQUENCES[kind] ?? 'nothing is decided'}, for a right is missing: ${reason}`;
