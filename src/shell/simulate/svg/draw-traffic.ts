import { formatDuration } from '../../../core/simulate/format-duration.ts';
import { outcomeOf } from '../../../core/simulate/outcome.ts';
import type { SimulatedStep } from '../../../core/simulate/simulated-step.ts';
import { heldSign, type LegendEntry, layOutLegend, lineSign, swatch } from '../../svg/legend.ts';
import { drawMark, type Happening, heightOfMarks, layOutMarks } from '../../svg/marks.ts';
import { element, escapeXml, text } from '../../svg/markup.ts';
import { type Panel, xOf } from '../../svg/panel.ts';
import { PICTURE_STYLE } from '../../svg/theme.ts';
import { coloursOf, type TrafficChart } from '../../svg/traffic-chart.ts';
import { trafficPanel } from '../../svg/traffic-panel.ts';
import type { PlayedStory } from '../simulate-package.ts';
import { timeTicks } from '../time-axis.ts';
import { podsPanel } from './pods-panel.ts';

const WIDTH = 960;
const LEFT = 64;
const RIGHT = 24;
const HEAD = 66;
const TRAFFIC = 230;
const PODS = 130;
const GAP = 44;
const FOOT = 40;

/** A played story as SVG: traffic as areas, pods as lines, the story's events as marks. */
export function drawTraffic({ stackSet, steps }: PlayedStory): string {
  const chart = chartOf(steps);
  const columns = { left: LEFT, width: WIDTH - LEFT - RIGHT };
  const marks = layOutMarks(steps.flatMap(told), columns, chart.duration);
  const legend = layOutLegend(legendEntries(chart), columns);
  const outcome = wrapWords(outcomeOf(steps), 140);
  const top = HEAD + outcome.length * 18 + legend.height + heightOfMarks(marks);
  const traffic: Panel = { ...columns, top, height: TRAFFIC };
  const pods: Panel = { ...columns, top: top + TRAFFIC + GAP, height: PODS };
  const bottom = pods.top + pods.height;
  const title = `Traffic of ${stackSet} over ${formatDuration(steps.at(-1)?.at ?? 0)}`;
  const parts = [
    element('title', {}, escapeXml(`${title}: ${outcomeOf(steps)}`)),
    element('style', {}, PICTURE_STYLE),
    element('rect', { width: WIDTH, height: bottom + FOOT, class: 'ground' }),
    text({ x: LEFT, y: 36, class: 'title' }, title),
    ...outcome.map((line, index) => text({ x: LEFT, y: 58 + index * 18, class: 'outcome' }, line)),
    ...legend.draw(52 + outcome.length * 18 + 10),
    ...trafficPanel(chart, traffic),
    text({ x: LEFT, y: pods.top - 12, class: 'panel' }, 'Pods'),
    ...podsPanel(steps, chart, pods),
    ...timeAxis(chart, pods),
    ...marks.map((mark) => drawMark(mark, traffic.top, bottom)),
  ];
  const size = { width: WIDTH, height: bottom + FOOT, viewBox: `0 0 ${WIDTH} ${bottom + FOOT}` };
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img' }, `\n${parts.join('\n')}\n`)}\n`;
}

function chartOf(steps: readonly SimulatedStep[]): TrafficChart {
  return {
    points: steps.map(({ at, stacks, blocked }) => ({
      at,
      weights: new Map(stacks.map(({ name, weight }) => [name, weight])),
      held: blocked.length > 0,
    })),
    duration: Math.max(1, steps.at(-1)?.at ?? 0),
    stacks: coloursOf(steps.flatMap(({ stacks }) => stacks.map(({ name }) => name))),
  };
}

const told = ({ at, events }: SimulatedStep): readonly Happening[] =>
  events.flatMap((event) => (event.type === 'Story' ? [{ at, words: event.text }] : []));

/** Stacks by colour, then what the lines mean. */
const legendEntries = ({ stacks, points }: TrafficChart): readonly LegendEntry[] => [
  ...[...stacks].map(([name, colour]) => ({ words: name, sign: swatch(colour) })),
  { words: 'ready pods', sign: lineSign('') },
  { words: 'wanted pods', sign: lineSign('3 3') },
  ...(points.some(({ held }) => held) ? [{ words: 'held back', sign: heldSign }] : []),
];

function timeAxis({ duration }: TrafficChart, panel: Panel): readonly string[] {
  const bottom = panel.top + panel.height;
  return timeTicks(duration, 12).map(({ at, label }) => {
    const x = xOf(at, panel, duration);
    const tick = element('line', { x1: x, x2: x, y1: bottom, y2: bottom + 5, class: 'base' });
    return tick + text({ x, y: bottom + 19, 'text-anchor': 'middle', class: 'axis' }, label);
  });
}

function wrapWords(words: string, width: number): readonly string[] {
  const lines: string[] = [''];
  for (const word of words.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
