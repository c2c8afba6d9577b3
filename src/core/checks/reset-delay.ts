import { RESET_DELAY_ANNOTATION } from '../model/annotations.ts';
import type { StackSetRule } from './check-rule.ts';
import { warningOn } from './finding.ts';
import { isGoDuration } from './go-duration.ts';

/** The original takes 10 minutes where it cannot read how long prescaling is to last, and says nothing. */
export const resetDelayProblems: StackSetRule = (stackSet) => {
  const delay = stackSet.metadata.annotations?.[RESET_DELAY_ANNOTATION];
  if (delay === undefined || isGoDuration(delay)) return [];
  const seconds = /^\d+$/.test(delay) ? `${delay}s` : '10m or 1h30m';
  return [
    warningOn(stackSet, {
      reason: 'ResetDelayUnreadable',
      path: ['metadata', 'annotations', RESET_DELAY_ANNOTATION],
      message: `${JSON.stringify(delay)} is no duration, so 10m is used`,
      remedy: `Write a number with a unit, such as ${seconds}.`,
    }),
  ];
};
