import { formatPath } from '../model/problem.ts';
import type { Fault } from './fault.ts';
import { suggest } from './suggest.ts';

/** The fields that were meant where a field is unknown, as `formatPath` writes them: what is wrong with them follows from the misspelling. */
export function misspeltFields(faults: readonly Fault[]): ReadonlySet<string> {
  const fields = new Set<string>();
  for (const fault of faults) {
    if (fault.kind !== 'UnknownField') continue;
    const meant = suggest(String(fault.path.at(-1)), fault.known);
    if (meant !== undefined) fields.add(formatPath([...fault.path.slice(0, -1), meant]));
  }
  return fields;
}
