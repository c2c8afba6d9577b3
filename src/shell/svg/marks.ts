import { element, text } from './markup.ts';
import { type Panel, xOf } from './panel.ts';

/** Of a letter of the marks' text, in pixels. */
const LETTER = 6.1;
const LINE = 15;
/** More than these stand too close to be read anyway. */
const MOST_LINES = 6;

/** Something that happened, and what is written above its place; '' for nothing. */
export interface Happening {
  /** Seconds after the picture's start. */
  readonly at: number;
  readonly words: string;
}

/** A happening at its place, in the first line where it does not cover another. */
export interface Mark extends Happening {
  readonly x: number;
  /** From the bottom; undefined where no line has room, or nothing is written. */
  readonly line: number | undefined;
  /** Where there is no room to the right. */
  readonly leftwards: boolean;
}

/** Puts what happened into lines above a panel. */
export function layOutMarks<Kind extends Happening>(
  happenings: readonly Kind[],
  panel: Pick<Panel, 'left' | 'width'>,
  duration: number,
): readonly (Kind & Mark)[] {
  const ends: number[] = [];
  return happenings.map((happening) => {
    const x = xOf(happening.at, panel, duration);
    if (happening.words === '') return { ...happening, x, line: undefined, leftwards: false };
    const width = happening.words.length * LETTER + 12;
    const leftwards = x + width > panel.left + panel.width;
    const line = takeLine(ends, leftwards ? x - width : x, leftwards ? x : x + width);
    return { ...happening, x, line, leftwards };
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

/** How much room the marks need above the panel, in pixels. */
export const heightOfMarks = (marks: readonly Mark[]): number => LINE * (Math.max(0, ...marks.map(({ line }) => (line ?? -1) + 1)) + 1);

/** A line through the panels, with the words above where there is room. @param top of the uppermost panel @param bottom of the lowest */
export function drawMark({ x, words, line, leftwards }: Mark, top: number, bottom: number): string {
  const y = top - 14 - (line ?? 0) * LINE;
  const rule = element('line', { x1: x, x2: x, y1: line === undefined ? top : y - 9, y2: bottom, class: 'rule' });
  if (line === undefined) return rule;
  return rule + text({ x: leftwards ? x - 4 : x + 4, y, 'text-anchor': leftwards ? 'end' : 'start', class: 'mark' }, words);
}
