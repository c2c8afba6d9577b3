import type { Chart, Panel } from './chart.ts';
import { element, text } from './markup.ts';
import { HELD_BACK } from './traffic-panel.ts';

const LEGEND_LINE = 22;

export interface Legend {
  readonly height: number;
  readonly draw: (y: number) => readonly string[];
}

/** Stacks by colour, then what the lines mean; in as many lines as that takes. */
export function layOutLegend({ stacks, steps }: Chart, { left, width: room }: Pick<Panel, 'left' | 'width'>): Legend {
  const swatch = (colour: string) => (x: number, y: number) =>
    element('rect', { x, y: y - 10, width: 12, height: 12, rx: 2, fill: colour });
  const line = (dashes: string) => (x: number, y: number) =>
    element('line', {
      x1: x,
      x2: x + 14,
      y1: y - 4,
      y2: y - 4,
      stroke: '#4a5866',
      'stroke-width': 2,
      ...(dashes !== '' && { 'stroke-dasharray': dashes }),
    });
  const strip = (x: number, y: number) => element('rect', { x, y: y - 7, width: 14, height: 5, rx: 1, fill: HELD_BACK });
  const entries = [
    ...[...stacks].map(([name, colour]) => ({ words: name, sign: swatch(colour) })),
    { words: 'ready pods', sign: line('') },
    { words: 'wanted pods', sign: line('3 3') },
    ...(steps.some(({ blocked }) => blocked.length > 0) ? [{ words: 'held back', sign: strip }] : []),
  ];
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
