import type { Timestamp } from '../../../core/model/state.ts';
import type { LocatedProblem } from '../../problem/located-problem.ts';
import { type ObjectChange, objectChanges } from '../object-changes.ts';
import type { PlanEntry } from '../plan-entry.ts';
import type { PlanAnswer } from '../plan-request.ts';
import { countChanges, isDifferent } from './count-changes.ts';
import { type EntryLines, entryLines, entryName, isQuiet, type ProblemLine, problemLine } from './entry-lines.ts';
import { fenced, markdownText } from './markdown-text.ts';
import { objectDiff } from './object-diff.ts';
import { cellsOf, NUMBER_COLUMNS, STACK_COLUMNS, stackRows } from './stack-rows.ts';

/** In bytes; GitHub takes comments of at most 65,536 characters. */
const MAXIMUM_BYTES = 60_000;
/** Left for what says how much was cut. */
const RESERVE_BYTES = 500;

/** Of problems that are about no StackSet; a dump of the wrong kind has one for each object. */
const MAXIMUM_PROBLEMS = 20;

interface Section {
  readonly text: string;
  readonly changes: readonly ObjectChange[];
}

/**
 * A plan as a comment for a pull request: of each StackSet what the table shows, with a diff of its objects against the live ones
 * folded in; first what is about none of them. Never longer than a comment may be: then diffs are left out first, and StackSets after them, and it says so.
 */
export function formatPlanMarkdown({ entries, problems }: PlanAnswer, now: Timestamp): string {
  const head = `## StackSet plan\n\nAt ${now}; nothing has been changed.\n${problemList(problems)}`;
  const sections = entries.map(sectionOf);
  const rest = MAXIMUM_BYTES - RESERVE_BYTES - bytes(head);
  const shown = fitting(sections, rest, sizeOf);
  const left = rest - shown.reduce((total, section) => total + sizeOf(section), 0);
  const cut = sections.length - shown.length;
  const tail = cut > 0 ? `\n${cut} more StackSets are left out, for a comment holds no more.\n` : '';
  return `${head}${withDetails(shown, left).join('')}${tail}`;
}

function problemList(problems: readonly LocatedProblem[]): string {
  const shown = problems.slice(0, MAXIMUM_PROBLEMS).map((problem) => `- ${problem.severity}: ${problemText(problemLine(problem))}\n`);
  const rest = problems.length > shown.length ? [`- and ${problems.length - shown.length} more\n`] : [];
  return problems.length > 0 ? `\n${[...shown, ...rest].join('')}` : '';
}

const problemText = ({ text, remedy }: ProblemLine): string => `${markdownText(text)}. ${markdownText(remedy)}`;

const bytes = (text: string): number => Buffer.byteLength(text);

/** With room to say that its diffs are left out. */
const sizeOf = ({ text }: Section): number => bytes(text) + bytes(WITHOUT_DIFFS) + 1;

/** The first of the items that fit together. */
function fitting<Item>(items: readonly Item[], room: number, size: (item: Item) => number): readonly Item[] {
  let left = room;
  const end = items.findIndex((item) => {
    left -= size(item);
    return left < 0;
  });
  return end < 0 ? items : items.slice(0, end);
}

function sectionOf(entry: PlanEntry): Section {
  const lines = entryLines(entry);
  const changes = objectChanges(entry.part, entry.live);
  const parts = [
    `\n### ${markdownText(entryName(entry))}\n`,
    stackTable(entry),
    ...(isQuiet(lines) ? ['No changes.\n'] : lists(lines)),
    ...(changes.length > 0 ? [`Objects: ${countChanges(changes)}.\n`] : []),
  ];
  return { text: parts.filter((part) => part !== '').join('\n'), changes: changes.filter(isDifferent) };
}

function stackTable({ outlook }: PlanEntry): string {
  if (!outlook?.rendering) return '';
  const header = ['', ...STACK_COLUMNS.map((name) => `${name.slice(0, 1)}${name.slice(1).toLowerCase()}`)];
  const rule = ['---', ...STACK_COLUMNS.map((_name, column) => (NUMBER_COLUMNS.has(column) ? '---:' : '---'))];
  const rows = stackRows(outlook).map((row) => [row.mark === ' ' ? '' : `\`${row.mark}\``, ...cellsOf(row).map(markdownText)]);
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function lists({ changes, heldBack, errors, warnings }: EntryLines): readonly string[] {
  const list = (title: string, items: readonly string[]): readonly string[] =>
    items.length > 0 ? [`**${title}**\n\n${items.map((item) => `- ${item}\n`).join('')}`] : [];
  return [
    ...list('Changes', changes.map(markdownText)),
    ...list('Held back', heldBack.map(markdownText)),
    ...list('Errors', errors.map(problemText)),
    ...list('Warnings', warnings.map(problemText)),
  ];
}

/** Puts the diffs below the sections, as long as there is room. */
function withDetails(sections: readonly Section[], room: number): readonly string[] {
  let left = room;
  return sections.map(({ text, changes }) => {
    if (changes.length === 0) return text;
    const diffs = left > FRAME_BYTES ? fitting(changes.map(objectDiff), left - FRAME_BYTES, bytes) : [];
    const details = diffs.length > 0 ? detailsOf(diffs, changes.length - diffs.length) : WITHOUT_DIFFS;
    if (details !== WITHOUT_DIFFS) left -= bytes(details);
    return `${text}\n${details}`;
  });
}

/** Of what stands around the diffs. */
const FRAME_BYTES = 300;
const WITHOUT_DIFFS = 'The diffs are left out, for a comment holds no more.\n';

function detailsOf(diffs: readonly string[], cut: number): string {
  const note = cut > 0 ? `\n${cut} more objects differ; their diffs are left out, for a comment holds no more.\n` : '';
  return `<details>\n<summary>Diff against the live objects</summary>\n\n${fenced('diff', diffs.join('\n'))}${note}\n</details>\n`;
}
