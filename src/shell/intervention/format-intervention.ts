import { visibleText } from '../cli/report/visible-text.ts';
import { formatTable } from '../demo/format-table.ts';
import { shortCommit } from '../history/entry-texts.ts';
import type { Intervention } from './intervention.ts';
import type { Performed } from './perform.ts';

/** What is changed, with a line for each stack. */
export function formatIntervention({ title, rows }: Intervention): string {
  const lines = formatTable(rows, new Set([1, 3])).map((line) => `  ${line}`);
  return [title, ...lines].map((line) => `${visibleText(line)}\n`).join('');
}

/** What became of it: `Committed as 1a2b3c4d5e6f "shop: go on with traffic"; push it: git push`. */
export function formatPerformed(performed: Exclude<Performed, { kind: 'refused' }>, { message, changes }: Intervention): string {
  if (performed.kind === 'edited') return `${changes.length === 1 ? 'One file is' : `${changes.length} files are`} edited; commit that.\n`;
  const { commit, isPushed, upstream } = performed;
  const remedy = upstream ? '; push it: git push' : '; push it to where the sync controller looks';
  const end = isPushed && upstream ? `, and pushed to ${upstream.name}` : remedy;
  return `${visibleText(`Committed as ${shortCommit(commit)} "${message.subject}"${end}`)}\n`;
}
