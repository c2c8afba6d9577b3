import type { PackageChange } from '../model/package-change.ts';
import { headlines, topics } from './headline.ts';
import { oneLine } from './one-line.ts';

/** What `git log --oneline` shows on a terminal of 80 columns, beside the commit's id. */
const WIDTH = 72;

/** `shop: v2 10 % -> 50 %, v1 90 % -> 50 %`, or of many `shop, cart and 10 more: traffic, prescaling`. */
export function formatSubject(changes: readonly PackageChange[]): string {
  const full = changes.map((change) => `${oneLine(change.name)}: ${oneLine(headlines(change).join('; '))}`).join('; ');
  if (full.length <= WIDTH) return full;
  const [only] = changes;
  return changes.length === 1 && only ? subjectOfOne(only) : subjectOfMany(changes);
}

/** As many of its headlines as there is room for, and the number of the others. */
function subjectOfOne(change: PackageChange): string {
  const lines = headlines(change).map(oneLine);
  const begin = `${oneLine(change.name)}: `;
  for (let count = lines.length - 1; count > 0; count--) {
    const text = `${begin}${lines.slice(0, count).join('; ')} and ${lines.length - count} more`;
    if (text.length <= WIDTH) return text;
  }
  return cut(`${begin}${lines[0]}`);
}

/** As many names as there is room for, and the number of the others. */
function subjectOfMany(changes: readonly PackageChange[]): string {
  const names = [...new Set(changes.map(({ name }) => oneLine(name)))];
  const end = `: ${[...new Set(changes.flatMap(topics))].join(', ')}`;
  for (let count = names.length; count > 0; count--) {
    const rest = changes.length - count;
    const text = rest > 0 ? `${names.slice(0, count).join(', ')} and ${rest} more${end}` : `${names.join(', ')}${end}`;
    if (text.length <= WIDTH) return text;
  }
  return cut(`${changes.length} StackSets${end}`);
}

const cut = (text: string): string => (text.length <= WIDTH ? text : `${text.slice(0, WIDTH - 1)}…`);
