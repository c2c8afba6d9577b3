import type { Style } from '../cli/report/style.ts';
import { visibleText } from '../cli/report/visible-text.ts';
import { formatTable } from '../demo/format-table.ts';
import { nameOf, shortCommit, whatOf, whoOf, whyOf } from './entry-texts.ts';
import type { HistoryEntry } from './select-entries.ts';
import { controllerOf } from './state-version.ts';

const COLUMNS = ['TIME', 'WHO', 'COMMIT', 'STACKSET', 'CHANGE', 'REASON'];
const STACKSET_COLUMN = 3;

/** A line for each entry; what people did stands out. The StackSet is only named where there are several. */
export function formatHistoryTable(entries: readonly HistoryEntry[], style: Style): string {
  if (entries.length === 0) return '';
  const isOne = new Set(entries.map(({ version }) => version.path)).size === 1;
  const rows = [COLUMNS, ...entries.map(cellsOf)].map((row) => row.filter((_, column) => !isOne || column !== STACKSET_COLUMN));
  const [header = '', ...lines] = formatTable(
    rows.map((row) => row.map(visibleText)),
    new Set(),
  );
  const painted = lines.map((line, index) => {
    const entry = entries[index];
    return entry && controllerOf(entry.version.commit) === undefined ? style.bold(line) : line;
  });
  return [style.dim(header), ...painted].map((line) => `${line}\n`).join('');
}

const cellsOf = (entry: HistoryEntry): readonly string[] => [
  entry.version.commit.time,
  whoOf(entry),
  shortCommit(entry.version.commit.id),
  nameOf(entry),
  whatOf(entry),
  whyOf(entry),
];
