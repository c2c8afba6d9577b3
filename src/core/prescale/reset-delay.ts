import { parseGoDuration } from '../checks/go-duration.ts';
import { RESET_DELAY_ANNOTATION } from '../model/annotations.ts';
import type { StackSet } from '../model/stack-set.ts';

/** What holds where the StackSet names no delay, or one that cannot be read, as in the original. */
const DEFAULT_RESET_DELAY = 600;

/** How many seconds prescaled pods are held after more traffic was last asked for. */
export const resetDelayOf = ({ metadata }: StackSet): number =>
  parseGoDuration(metadata.annotations?.[RESET_DELAY_ANNOTATION] ?? '') ?? DEFAULT_RESET_DELAY;
