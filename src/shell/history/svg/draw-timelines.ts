import { formatTimestamp } from '../../../core/model/timestamp.ts';
import { calendarTicks } from '../../svg/calendar-ticks.ts';
import { heldSign, type Legend, type LegendEntry, layOutLegend, swatch } from '../../svg/legend.ts';
import { heightOfMarks, layOutMarks, type Mark } from '../../svg/marks.ts';
import { element, escapeXml, text } from '../../svg/markup.ts';
import { type Panel, xOf } from '../../svg/panel.ts';
import { PICTURE_STYLE } from '../../svg/theme.ts';
import { trafficPanel } from '../../svg/traffic-panel.ts';
import { whatOf, whoOf } from '../entry-texts.ts';
import type { HistoryEntry } from '../select-entries.ts';
import { controllerOf } from '../state-version.ts';
import type { Stretch, Timeline } from '../timeline.ts';
import { controllerSign, drawCommit, personSign } from './commit-mark.ts';

const WIDTH = 960;
const LEFT = 64;
const RIGHT = 24;
const COLUMNS = { left: LEFT, width: WIDTH - LEFT - RIGHT };
const HEAD = 58;
const FOOT = 40;
const GAP = 34;
/** Of a panel; several StackSets get less each. */
const HEIGHT = 230;
const LOW = 120;

/** Where a commit can be read; undefined where that is not known. */
export type LinkOf = (entry: Pick<HistoryEntry, 'version'>) => string | undefined;

/** More would not be read; those with traffic last are the ones that matter. */
const MOST_NAMES = 24;

interface Section {
  readonly timeline: Timeline;
  readonly legend: Legend;
  readonly marks: readonly (HistoryEntry & Mark)[];
  readonly panel: Panel;
}

/** Timelines below each other over the same stretch of time, as SVG: traffic as areas, commits as marks. */
export function drawTimelines(timelines: readonly Timeline[], stretch: Stretch, linkOf: LinkOf): string {
  const sections = layOut(timelines, stretch);
  const last = sections.at(-1)?.panel;
  const bottom = last ? last.top + last.height : HEAD + GAP;
  const title = titleOf(timelines);
  const period = `${formatTimestamp(stretch.from)} to ${formatTimestamp(stretch.to)}`;
  const parts = [
    element('title', {}, escapeXml(`${title}, ${period}`)),
    element('style', {}, PICTURE_STYLE),
    element('rect', { width: WIDTH, height: bottom + FOOT, class: 'ground' }),
    text({ x: LEFT, y: 34, class: 'title' }, title),
    text({ x: LEFT, y: 54, class: 'outcome' }, timelines.length === 0 ? `${period}: no state in Git` : period),
    ...sections.flatMap((section) => drawSection(section, timelines.length > 1, linkOf)),
    ...(last ? timeAxis(stretch, last) : []),
  ];
  const size = { width: WIDTH, height: bottom + FOOT, viewBox: `0 0 ${WIDTH} ${bottom + FOOT}` };
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img' }, `\n${parts.join('\n')}\n`)}\n`;
}

const titleOf = ([first, ...others]: readonly Timeline[]): string =>
  first && others.length === 0 ? `Traffic of ${first.name}` : `Traffic of ${others.length + (first ? 1 : 0)} StackSets`;

function layOut(timelines: readonly Timeline[], { from }: Stretch): readonly Section[] {
  const height = timelines.length > 1 ? LOW : HEIGHT;
  let top = HEAD;
  return timelines.map((timeline) => {
    const legend = layOutLegend(legendEntries(timeline), COLUMNS);
    const happenings = timeline.entries.map((entry) => ({ ...entry, at: entry.at - from, words: wordsOf(entry) }));
    const marks = layOutMarks(happenings, COLUMNS, timeline.chart.duration);
    const heading = timelines.length > 1 ? GAP : 0;
    const panel = { ...COLUMNS, top: top + heading + legend.height + heightOfMarks(marks) + 6, height };
    top = panel.top + height + GAP / 2;
    return { timeline, legend, marks, panel };
  });
}

const isPersons = ({ version }: Pick<HistoryEntry, 'version'>): boolean => controllerOf(version.commit) === undefined;

/** What a person did stands beside the mark; of a controller's commits there are too many. */
function wordsOf(entry: HistoryEntry): string {
  if (!isPersons(entry)) return '';
  const words = `${whoOf(entry)}: ${whatOf(entry)}`;
  return words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS - 1)}\u2026` : words;
}

const LONGEST_WORDS = 44;

function legendEntries({ chart, entries }: Timeline): readonly LegendEntry[] {
  return [
    ...[...chart.stacks].slice(-MOST_NAMES).map(([name, colour]) => ({ words: name, sign: swatch(colour) })),
    ...(entries.some(isPersons) ? [{ words: 'a person', sign: personSign }] : []),
    ...(entries.every(isPersons) ? [] : [{ words: 'a sync controller', sign: controllerSign }]),
    ...(chart.points.some(({ held }) => held) ? [{ words: 'on hold', sign: heldSign }] : []),
  ];
}

function drawSection({ timeline, legend, marks, panel }: Section, isOneOfMany: boolean, linkOf: LinkOf): readonly string[] {
  const legendTop = panel.top - 6 - heightOfMarks(marks) - legend.height;
  return [
    ...(isOneOfMany ? [text({ x: LEFT, y: legendTop - 4, class: 'panel' }, timeline.name)] : []),
    ...legend.draw(legendTop + 18),
    ...trafficPanel(timeline.chart, panel),
    ...peopleLast(marks).map((mark) => drawCommit(mark, panel, linkOf(mark))),
  ];
}

/** What is drawn last lies above the rest. */
const peopleLast = (marks: Section['marks']): Section['marks'] => marks.toSorted((a, b) => Number(isPersons(a)) - Number(isPersons(b)));

function timeAxis({ from, to }: Stretch, panel: Panel): readonly string[] {
  const bottom = panel.top + panel.height;
  return calendarTicks(from, to, 10).map(({ at, label }) => {
    const x = xOf(at - from, panel, Math.max(1, to - from));
    const tick = element('line', { x1: x, x2: x, y1: bottom, y2: bottom + 5, class: 'base' });
    return tick + text({ x, y: bottom + 19, 'text-anchor': 'middle', class: 'axis' }, label);
  });
}
