import { type Chart, type Panel, xOf } from './chart.ts';
import { element, text } from './markup.ts';

/** Of a letter of the marks' text, in pixels. */
const LETTER = 6.1;
const LINE = 15;
/** More than these stand too close to be read anyway. */
const MOST_LINES = 6;

/** An event of the story at its place, in the first line where it does not cover another. */
export interface Mark {
  readonly x: number;
  readonly words: string;
  /** From the bottom; undefined where no line has room. */
  readonly line: number | undefined;
  /** Where there is no room to the right. */
  readonly leftwards: boolean;
}

/** Puts the story's events into lines above the picture. */
export function layOutMarks(chart: Chart, panel: Panel): readonly Mark[] {
  const ends: number[] = [];
  const told = chart.steps.flatMap(({ at, events }) =>
    events.flatMap((event) => (event.type === 'Story' ? [{ at, words: event.text }] : [])),
  );
  return told.map(({ at, words }) => {
    const x = xOf(at, panel, chart);
    const width = words.length * LETTER + 12;
    const leftwards = x + width > panel.left + panel.width;
    const line = takeLine(ends, leftwards ? x - width : x, leftwards ? x : x + width);
    return { x, words, line, leftwards };
  });
}

/** The first line that is free at a place; it is taken up to the end. @param ends of what stands in each line */
function takeLine(ends: number[], start: number, end: number): number | undefined {
  const free = ends.findIndex((taken) => taken <= start);
  const line = free === -1 ? ends.length : free;
  if (line >= MOST_LINES) return undefined;
  ends[line] = end;
  return line;
}

/** How much room the marks need above the picture, in pixels. */
export const heightOfMarks = (marks: readonly Mark[]): number => LINE * (Math.max(0, ...marks.map(({ line }) => (line ?? -1) + 1)) + 1);

/** @param top of the uppermost panel @param bottom of the lowest */
export function drawMarks(marks: readonly Mark[], top: number, bottom: number): readonly string[] {
  return marks.map(({ x, words, line, leftwards }) => {
    const y = top - 14 - (line ?? 0) * LINE;
    const rule = element('line', {
      x1: x,
      x2: x,
      y1: line === undefined ? top : y - 9,
      y2: bottom,
      stroke: '#1c2733',
      'stroke-opacity': 0.55,
      'stroke-dasharray': '2 3',
    });
    if (line === undefined) return rule;
    return rule + text({ x: leftwards ? x - 4 : x + 4, y, 'text-anchor': leftwards ? 'end' : 'start', class: 'mark' }, words);
  });
}
