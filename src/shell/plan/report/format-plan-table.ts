import type { Timestamp } from '../../../core/model/state.ts';
import type { Style } from '../../cli/report/style.ts';
import { visibleText } from '../../cli/report/visible-text.ts';
import { formatTable } from '../../demo/format-table.ts';
import { objectChanges } from '../object-changes.ts';
import type { PlanEntry } from '../plan-entry.ts';
import { countChanges, isDifferent } from './count-changes.ts';
import { type EntryLines, entryLines, entryName, isQuiet, type ProblemLine } from './entry-lines.ts';
import { percent } from './percent.ts';
import { cellsOf, NUMBER_COLUMNS, STACK_COLUMNS, type StackMark, stackRows } from './stack-rows.ts';

/** Of more StackSets that stay as they are only the number is told. */
const MAXIMUM_QUIET = 20;

/**
 * A plan for people at a terminal: of each StackSet its stacks, what changes, what is held back and why, what is wrong, and how its
 * objects differ from the live ones. A StackSet that stays as it is gets one line, below the others.
 */
export function formatPlanTable(entries: readonly PlanEntry[], now: Timestamp, style: Style): string {
  if (entries.length === 0) return '';
  const told = entries.map((entry) => ({ entry, lines: entryLines(entry) }));
  const quiet = told.filter(({ lines }) => isQuiet(lines)).map(({ entry }) => entry);
  const loud = told.filter(({ lines }) => !isQuiet(lines)).map(({ entry, lines }) => formatEntry(entry, lines, style));
  return [`${style.dim(`Plan of ${now}`)}\n`, ...loud, ...(quiet.length > 0 ? [formatQuiet(quiet)] : [])].join('\n');
}

function formatQuiet(entries: readonly PlanEntry[]): string {
  if (entries.length > MAXIMUM_QUIET) return `${entries.length} StackSets: no changes\n`;
  return entries.map((entry) => `${visibleText(quietLine(entry))}\n`).join('');
}

/** `default/shop: no changes; shop-v1 80 %, shop-v2 20 %`. */
function quietLine(entry: PlanEntry): string {
  const weights = entry.part.stacks.filter((stack) => stack.actualTrafficWeight > 0);
  const traffic = weights.map((stack) => `${stack.name} ${percent(stack.actualTrafficWeight)}`).join(', ');
  const changes = objectChanges(entry.part, entry.live);
  const objects = changes.some(isDifferent) ? `objects: ${countChanges(changes)}` : '';
  return [`${entryName(entry)}: no changes`, traffic, objects].filter((text) => text !== '').join('; ');
}

function formatEntry(entry: PlanEntry, lines: EntryLines, style: Style): string {
  const changes = objectChanges(entry.part, entry.live);
  const label = (name: string): string => `  ${name.padEnd(LABEL_WIDTH)}`;
  const blocks: readonly (readonly string[])[] = [
    formatStacks(entry, style),
    labelled(label('changes'), lines.changes, style.bold),
    labelled(label('held back'), lines.heldBack, style.yellow),
    lines.errors.flatMap((line) => problemLines(label('error'), line, style.red)),
    lines.warnings.flatMap((line) => problemLines(label('warning'), line, style.yellow)),
    labelled(label('objects'), changes.length > 0 ? [countChanges(changes)] : [], style.bold),
  ];
  return [style.bold(visibleText(entryName(entry))), ...blocks.flat()].map((line) => `${line}\n`).join('');
}

const LABEL_WIDTH = 'held back'.length + 2;
const INDENT = ' '.repeat(LABEL_WIDTH + 2);

/** The label stands before the first text only. */
const labelled = (label: string, texts: readonly string[], paint: (text: string) => string): readonly string[] =>
  texts.map((text, index) => `${index === 0 ? paint(label) : INDENT}${visibleText(text)}`);

const problemLines = (label: string, { text, remedy }: ProblemLine, paint: (text: string) => string): readonly string[] => [
  `${paint(label)}${visibleText(text)}`,
  `${INDENT}${visibleText(remedy)}`,
];

function formatStacks({ outlook }: PlanEntry, style: Style): readonly string[] {
  if (!outlook?.rendering) return [];
  const rows = stackRows(outlook);
  const [header = '', ...lines] = formatTable([STACK_COLUMNS, ...rows.map(cellsOf)], NUMBER_COLUMNS);
  return [`    ${style.dim(header)}`, ...lines.map((line, index) => paintRow(rows[index]?.mark ?? ' ', line, style))];
}

function paintRow(mark: StackMark, line: string, style: Style): string {
  const text = `  ${mark} ${visibleText(line)}`;
  switch (mark) {
    case '+':
      return style.green(text);
    case '-':
      return style.red(text);
    case '~':
      return style.yellow(text);
    case ' ':
      return text;
  }
}
