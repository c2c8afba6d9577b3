import { formatDuration } from '../../../core/simulate/format-duration.ts';
import { outcomeOf } from '../../../core/simulate/outcome.ts';
import type { PlayedStory } from '../simulate-package.ts';
import { timeTicks } from '../time-axis.ts';
import { type Chart, chartOf, type Panel, xOf } from './chart.ts';
import { layOutLegend } from './legend.ts';
import { element, escapeXml, text } from './markup.ts';
import { podsPanel } from './pods-panel.ts';
import { drawMarks, heightOfMarks, layOutMarks } from './story-marks.ts';
import { trafficPanel } from './traffic-panel.ts';

const WIDTH = 960;
const LEFT = 64;
const RIGHT = 24;
const HEAD = 66;
const TRAFFIC = 230;
const PODS = 130;
const GAP = 44;
const FOOT = 40;

const STYLE = [
  'text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:#1c2733}',
  '.title{font-size:20px;font-weight:600}',
  '.outcome{font-size:13px;fill:#4a5866}',
  '.axis{font-size:11px;fill:#4a5866}',
  '.panel{font-size:12px;font-weight:600}',
  '.mark{font-size:11px;paint-order:stroke;stroke:#ffffff;stroke-width:3px}',
  '.name{font-size:13px;font-weight:600;fill:#ffffff}',
].join('');

/** A played story as SVG: traffic as areas, pods as lines, the story's events as marks, on a white ground. */
export function drawTraffic({ stackSet, steps }: PlayedStory): string {
  const chart = chartOf(steps);
  const columns = { left: LEFT, width: WIDTH - LEFT - RIGHT };
  const marks = layOutMarks(chart, { ...columns, top: 0, height: 0 });
  const legend = layOutLegend(chart, columns);
  const outcome = wrapWords(outcomeOf(steps), 140);
  const top = HEAD + outcome.length * 18 + legend.height + heightOfMarks(marks);
  const traffic: Panel = { ...columns, top, height: TRAFFIC };
  const pods: Panel = { ...columns, top: top + TRAFFIC + GAP, height: PODS };
  const bottom = pods.top + pods.height;
  const title = `Traffic of ${stackSet} over ${formatDuration(steps.at(-1)?.at ?? 0)}`;
  const parts = [
    element('title', {}, escapeXml(`${title}: ${outcomeOf(steps)}`)),
    element('style', {}, STYLE),
    element('rect', { width: WIDTH, height: bottom + FOOT, fill: '#ffffff' }),
    text({ x: LEFT, y: 36, class: 'title' }, title),
    ...outcome.map((line, index) => text({ x: LEFT, y: 58 + index * 18, class: 'outcome' }, line)),
    ...legend.draw(52 + outcome.length * 18 + 10),
    ...trafficPanel(chart, traffic),
    text({ x: LEFT, y: pods.top - 12, class: 'panel' }, 'Pods'),
    ...podsPanel(chart, pods),
    ...timeAxis(chart, pods),
    ...drawMarks(marks, traffic.top, bottom),
  ];
  const size = { width: WIDTH, height: bottom + FOOT, viewBox: `0 0 ${WIDTH} ${bottom + FOOT}` };
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img' }, `\n${parts.filter((part) => part !== '').join('\n')}\n`)}\n`;
}

function timeAxis(chart: Chart, panel: Panel): readonly string[] {
  const bottom = panel.top + panel.height;
  return timeTicks(chart.duration, 12).map(({ at, label }) => {
    const x = xOf(at, panel, chart);
    const tick = element('line', { x1: x, x2: x, y1: bottom, y2: bottom + 5, stroke: '#1c2733', 'stroke-opacity': 0.5 });
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
