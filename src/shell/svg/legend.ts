import { element, text } from './markup.ts';
import type { Panel } from './panel.ts';

const LEGEND_LINE = 22;

/** A sign and what it means. */
export interface LegendEntry {
  readonly words: string;
  /** Draws the sign, some 14 pixels wide, on a line of text. */
  readonly sign: (x: number, y: number) => string;
}

export const swatch =
  (colour: string): LegendEntry['sign'] =>
  (x, y) =>
    element('rect', { x, y: y - 10, width: 12, height: 12, rx: 2, fill: colour });

/** @param dashes '' for a line without */
export const lineSign =
  (dashes: string): LegendEntry['sign'] =>
  (x, y) =>
    element('line', { x1: x, x2: x + 14, y1: y - 4, y2: y - 4, class: 'sign', ...(dashes !== '' && { 'stroke-dasharray': dashes }) });

/** The strip that `trafficPanel` draws while something is held back. */
export const heldSign: LegendEntry['sign'] = (x, y) => element('rect', { x, y: y - 7, width: 14, height: 5, rx: 1, class: 'held' });

export interface Legend {
  readonly height: number;
  readonly draw: (y: number) => readonly string[];
}

/** Puts entries side by side, in as many lines as that takes. */
export function layOutLegend(entries: readonly LegendEntry[], { left, width: room }: Pick<Panel, 'left' | 'width'>): Legend {
  let x = left;
  let row = 0;
  const placed = entries.map(({ words, sign }) => {
    const width = words.length * 6.6 + 44;
    if (x + width > left + room && x > left) {
      x = left;
      row++;
    }
    const place = { words, sign, x, row };
    x += width;
    return place;
  });
  const draw = (y: number): readonly string[] =>
    placed.map((entry) => {
      const line = y + entry.row * LEGEND_LINE;
      return entry.sign(entry.x, line) + text({ x: entry.x + 20, y: line, class: 'axis' }, entry.words);
    });
  return { height: (row + 1) * LEGEND_LINE, draw };
}
