import { explainEvent } from '../../../core/explain.ts';
import { formatPath, type Severity } from '../../../core/model/problem.ts';
import type { LocatedProblem } from '../../problem/located-problem.ts';
import type { PlanEntry } from '../plan-entry.ts';
import { isLate } from './stack-rows.ts';

/** What a report says of a StackSet below its stacks. */
export interface EntryLines {
  readonly changes: readonly string[];
  readonly heldBack: readonly string[];
  readonly errors: readonly ProblemLine[];
  readonly warnings: readonly ProblemLine[];
  /** Whether the cluster still shows other weights than those that were decided. */
  readonly late: boolean;
}

export interface ProblemLine {
  readonly text: string;
  readonly remedy: string;
}

/** In the words of `explain.ts`. Where the StackSet is refused, nothing would change. */
export function entryLines({ part, outlook, writesState, problems }: PlanEntry): EntryLines {
  const lines = (severity: Severity): readonly ProblemLine[] =>
    problems.filter((problem) => problem.severity === severity).map(problemLine);
  return {
    changes: outlook?.rendering ? [...outlook.decision.events.map(explainEvent), ...(writesState ? [WRITES_STATE] : [])] : [],
    heldBack: part.blocked.map(({ message }) => message),
    errors: lines('error'),
    warnings: lines('warning'),
    late: outlook?.rendering !== undefined && outlook.decision.stacks.some((stack) => isLate(stack, outlook)),
  };
}

const WRITES_STATE = 'write the state, which moves nothing';

/** Whether there is nothing to tell but that everything stays as it is. */
export const isQuiet = ({ changes, heldBack, errors, warnings, late }: EntryLines): boolean =>
  !late && changes.length + heldBack.length + errors.length + warnings.length === 0;

/** With the place in front, as terminals make a link of it. */
export function problemLine({ file, line, column, object, path, message, remedy }: LocatedProblem): ProblemLine {
  const place =
    file === undefined ? [] : [[file, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':')];
  const subject = object ? [`${object.kind} ${object.name}`] : [];
  return { text: [...place, ...subject, ...(path.length > 0 ? [formatPath(path)] : []), message].join(': '), remedy };
}

/** `default/shop`. */
export const entryName = ({ part: { namespace, name } }: PlanEntry): string => (namespace === undefined ? name : `${namespace}/${name}`);
