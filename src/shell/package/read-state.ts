import { join } from 'node:path';
import { stateFile } from '../../core/layout/generated-files.ts';
import { hasErrors } from '../../core/model/problem.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { checkStateFields } from '../../core/schema/check-state.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { locate } from './file-problem.ts';
import type { Member } from './member.ts';
import type { FolderSources, SourceDocument } from './sources.ts';

/** A valid state, and where a person finds it. */
export interface FoundState {
  readonly state: StackSetState;
  readonly source: SourceDocument;
}

export interface StateReading {
  /** Missing where there is none, or where it has errors. */
  readonly found?: FoundState;
  readonly problems: readonly LocatedProblem[];
}

/**
 * A StackSet's state among the documents of its output folder.
 * @param sources undefined where there is no such folder yet
 */
export function readState({ stackSet, output }: Member, sources: Pick<FolderSources, 'documents'> | undefined): StateReading {
  const file = join(output, stateFile(stackSet.metadata.name));
  const source = sources?.documents.find((document) => document.file === file && document.object.kind === 'StackSetState');
  if (!source) return { problems: [] };
  const problems = checkStateFields(source.object).map((problem) => locate(problem, source.file, source.document));
  return hasErrors(problems) ? { problems } : { found: { state: source.object as StackSetState, source }, problems };
}
