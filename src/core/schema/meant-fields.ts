import { formatPath } from '../model/problem.ts';
import type { Fault } from './fault.ts';
import { suggest } from './suggest.ts';

/** So many unknown fields are no misspellings: a file of 50 MB must not take minutes. */
const MOST_MISSPELLINGS = 200;

/** Says what was meant by unknown fields, where a known one is near. */
export function nameMeantFields(faults: readonly Fault[]): readonly Fault[] {
  let unknown = 0;
  return faults.map((fault) => {
    if (fault.kind !== 'UnknownField' || ++unknown > MOST_MISSPELLINGS) return fault;
    const meant = suggest(String(fault.path.at(-1)), fault.known);
    return meant === undefined ? fault : { ...fault, meant };
  });
}

/** The fields that were meant, as `formatPath` writes them. What is wrong with them follows from the misspelling. */
export function meantFields(faults: readonly Fault[]): ReadonlySet<string> {
  return new Set(
    faults.flatMap((fault) =>
      fault.kind === 'UnknownField' && fault.meant !== undefined ? [formatPath([...fault.path.slice(0, -1), fault.meant])] : [],
    ),
  );
}

/** One cause, one fault: a misspelt field is missing under its right name, and a value of the wrong type is none of those allowed. */
export function withoutConsequences(faults: readonly Fault[]): readonly Fault[] {
  if (faults.length < 2) return faults;
  const misspelt = meantFields(faults);
  const mistyped = new Set(faults.flatMap((fault) => (fault.kind === 'WrongType' ? [formatPath(fault.path)] : [])));
  return faults.filter((fault) => {
    if (fault.kind === 'MissingField') return !misspelt.has(formatPath(fault.path));
    return fault.kind === 'WrongType' || !mistyped.has(formatPath(fault.path));
  });
}
