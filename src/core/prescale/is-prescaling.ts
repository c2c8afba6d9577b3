import { PRESCALE_ANNOTATION } from '../model/annotations.ts';
import type { StackSet } from '../model/stack-set.ts';

/** Whether pods are made ahead of traffic. The annotation's presence counts, even where it is empty, as in the original. */
export const isPrescaling = ({ metadata }: StackSet): boolean => metadata.annotations?.[PRESCALE_ANNOTATION] !== undefined;
