import { REMOVE_ANNOTATION } from '../model/annotations.ts';
import type { StackSet } from '../model/stack-set.ts';

/**
 * Whether all that was generated for a StackSet is to leave the cluster: `stackset remove` says so by an annotation. Such a StackSet makes
 * no new stack, and its objects have no protection from pruning, whatever their weight.
 */
export const isLeaving = ({ metadata }: Pick<StackSet, 'metadata'>): boolean => metadata.annotations?.[REMOVE_ANNOTATION] === 'true';
