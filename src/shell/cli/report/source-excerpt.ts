import type { LocatedProblem } from '../../problem/located-problem.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** A line of a file, counted from 1; undefined where there is none to show. */
export type ReadLine = (file: string, line: number) => string | undefined;

/** Longer lines are cut: an excerpt is for finding the place, and a terminal would wrap it away from its caret. */
const MAXIMUM_WIDTH = 100;

/** The line in question and a caret below the column; nothing where the file or the place is not known. */
export function formatExcerpt({ file, line, column }: LocatedProblem, readLine: ReadLine, style: Style): readonly string[] {
  if (file === undefined || line === undefined) return [];
  const source = readLine(file, line);
  if (source === undefined || source.trim() === '') return [];
  const gutter = String(line);
  const shown = cut(visibleText(source));
  const excerpt = `    ${style.dim(`${gutter} |`)} ${shown}`;
  const before = column === undefined ? undefined : visibleText(source.slice(0, column - 1));
  if (before === undefined || before.length >= shown.length) return [excerpt];
  return [excerpt, `    ${' '.repeat(gutter.length)} ${style.dim('|')} ${before.replace(/[^\t]/g, ' ')}${style.yellow('^')}`];
}

const cut = (text: string): string => (text.length > MAXIMUM_WIDTH ? `${text.slice(0, MAXIMUM_WIDTH)}…` : text);
