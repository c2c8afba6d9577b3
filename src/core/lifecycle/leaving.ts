import { REMOVE_ANNOTATION } from '../model/annotations.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetState } from '../model/state.ts';

/**
 * Whether all that was generated for a StackSet is to leave the cluster: `stackset remove` says so by an annotation. Such a StackSet makes
 * no new stack, and its objects have no protection from pruning, whatever their weight.
 */
export const isLeaving = ({ metadata }: Pick<StackSet, 'metadata'>): boolean => metadata.annotations?.[REMOVE_ANNOTATION] === 'true';

/** Whether such a StackSet gets no requests any more: its routes are the first to leave. */
export const isDrained = (stackSet: Pick<StackSet, 'metadata'>, state: StackSetState | undefined): boolean =>
  isLeaving(stackSet) && state?.spec.drain !== undefined;
