import { formatDuration } from '../../core/simulate/format-duration.ts';
import { outcomeOf } from '../../core/simulate/outcome.ts';
import type { Style } from '../cli/report/style.ts';
import { visibleText } from '../cli/report/visible-text.ts';
import { formatDecisions } from './format-decisions.ts';
import { formatTimeline } from './format-timeline.ts';
import type { PlayedStory } from './simulate-package.ts';

/** A played story for people: every decision, the traffic over time, and how it ended. */
export function formatSimulation({ stackSet, steps }: PlayedStory, width: number, style: Style): string {
  const duration = formatDuration(steps.at(-1)?.at ?? 0);
  return [
    ...formatDecisions(steps, width, style),
    '',
    style.bold(`Traffic of ${stackSet} over ${duration}`),
    ...formatTimeline(steps, width, style),
    '',
    `${style.bold('Outcome:')} ${visibleText(outcomeOf(steps))}`,
    '',
  ].join('\n');
}
