import { haveSameWeights } from '../../core/history/state-changes.ts';
import type { Timestamp } from '../../core/model/state.ts';
import type { BlobId, CommitId, History, LogEntry } from '../git/repository.ts';
import { parseState } from '../history/parse-state.ts';

/** The files of a StackSet that its times are read from, from the repository's root. */
export interface StatusFiles {
  readonly id: string;
  readonly file: string;
  readonly stateFile: string;
}

/** When something was done about a StackSet, as far as the history knows. */
export interface Moments {
  /** The newest commit that touched its file or its state. */
  readonly touched?: Timestamp;
  /** The newest commit that gave its stacks other weights. */
  readonly moved?: Timestamp;
  /** The newest commit that touched its state. */
  readonly commit?: CommitId;
}

/** The versions of one file, newest first. */
interface Version {
  readonly entry: LogEntry;
  readonly oid: BlobId | undefined;
}

/** Reads the times of StackSets, by their ids. @param entries all commits that touched their files, newest first */
export async function readMoments(
  history: Pick<History, 'readBlobs'>,
  entries: readonly LogEntry[],
  stackSets: readonly StatusFiles[],
): Promise<ReadonlyMap<string, Moments>> {
  if (stackSets.length === 0) return new Map();
  const versions = versionsOf(entries);
  const oids = stackSets.flatMap(({ stateFile }) => versions.get(stateFile) ?? []).flatMap(({ oid }) => (oid === undefined ? [] : [oid]));
  const blobs = await history.readBlobs(new Set(oids), MOST_BYTES);
  const stateOf = (version: Version | undefined): ReturnType<typeof parseState> => {
    const blob = version?.oid === undefined ? undefined : blobs.get(version.oid);
    return blob?.kind === 'content' ? parseState(blob.content) : undefined;
  };
  return new Map(
    stackSets.map(({ id, file, stateFile }) => {
      const states = versions.get(stateFile) ?? [];
      const times = [states[0], versions.get(file)?.[0]].flatMap((version) => (version ? [version.entry.time] : []));
      const touched = times.toSorted().at(-1);
      const moved = states.find((version, index) => !haveSameWeights(stateOf(version), stateOf(states[index + 1])))?.entry.time;
      const newest = states[0]?.entry.id;
      return [
        id,
        {
          ...(touched !== undefined && { touched }),
          ...(moved !== undefined && { moved }),
          ...(newest !== undefined && { commit: newest }),
        },
      ];
    }),
  );
}

/** Of a state; a larger one counts as one that cannot be read. */
const MOST_BYTES = 16 << 20;

function versionsOf(entries: readonly LogEntry[]): ReadonlyMap<string, readonly Version[]> {
  const versions = new Map<string, Version[]>();
  for (const entry of entries) {
    for (const { path, file } of entry.files) {
      const known = versions.get(path) ?? [];
      known.push({ entry, oid: file?.oid });
      versions.set(path, known);
    }
  }
  return versions;
}
