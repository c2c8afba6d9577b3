import { versionOf } from '../../core/history/explain-change.ts';
import type { Style } from '../cli/report/style.ts';
import { visibleText } from '../cli/report/visible-text.ts';
import { formatTable } from '../demo/format-table.ts';
import { shortCommit } from '../history/entry-texts.ts';
import type { StackSetStatus, Standing } from './stack-set-status.ts';
import { nameOf, reasonsOf, STANDING_WORDS, weightsOf } from './status-text.ts';

interface Column {
  readonly title: string;
  readonly cell: (status: StackSetStatus) => string;
  /** Whether it is only shown where all is. */
  readonly isWide?: true;
}

const COLUMNS: readonly Column[] = [
  { title: 'WEIGHTS', cell: weightsOf },
  { title: 'STATE', cell: ({ standing }) => STANDING_WORDS[standing] },
  { title: 'SINCE', cell: ({ since }) => since ?? '-' },
  { title: 'PODS', cell: podsOf, isWide: true },
  { title: 'CONTROLLER', cell: ({ controller }) => controller ?? '-', isWide: true },
  { title: 'FOLDER', cell: ({ folder }) => folder, isWide: true },
  { title: 'COMMIT', cell: ({ commit }) => (commit === undefined ? '-' : shortCommit(commit)), isWide: true },
  { title: 'NEXT', cell: ({ nextMoment }) => nextMoment ?? '-', isWide: true },
  { title: 'REASON', cell: reasonsOf },
];

/** `v1 3/3, v2 1/3`. */
function podsOf({ stacks, name }: StackSetStatus): string {
  const words = stacks.flatMap((stack) => (stack.pods ? [`${versionOf(stack.name, name)} ${stack.pods.ready}/${stack.pods.wanted}`] : []));
  return words.join(', ') || '-';
}

/** A line for each StackSet; the folder stands with the name where two have the same. */
export function formatStatusTable(statuses: readonly StackSetStatus[], isWide: boolean, style: Style): string {
  if (statuses.length === 0) return '';
  const columns = COLUMNS.filter((column) => isWide || !column.isWide);
  const names = statuses.map(nameOf);
  const titleOf = (status: StackSetStatus): string => {
    const name = nameOf(status);
    return names.filter((other) => other === name).length > 1 ? `${name} in ${status.folder}` : name;
  };
  const rows = [
    ['STACKSET', ...columns.map(({ title }) => title)],
    ...statuses.map((status) => [titleOf(status), ...columns.map(({ cell }) => cell(status))]),
  ];
  const [header = '', ...lines] = formatTable(
    rows.map((row) => row.map(visibleText)),
    new Set(),
  );
  return [style.dim(header), ...lines.map((line, index) => paint(line, statuses[index]?.standing ?? 'done', style))]
    .map((line) => `${line}\n`)
    .join('');
}

function paint(line: string, standing: Standing, style: Style): string {
  switch (standing) {
    case 'invalid':
    case 'notAdopted':
      return style.red(line);
    case 'held':
    case 'frozen':
    case 'paused':
    case 'waiting':
      return style.yellow(line);
    case 'moving':
    case 'leaving':
      return style.cyan(line);
    case 'done':
      return line;
  }
}
