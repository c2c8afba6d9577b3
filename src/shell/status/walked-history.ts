import type { CommitId, History, LogEntry, LogQuery } from '../git/repository.ts';

/**
 * A history of which a part was walked already: what is asked of one commit alone is answered from that, and not by a process of Git each.
 * The files of such an answer are those of the walk.
 */
export function walkedHistory(history: History, entries: readonly LogEntry[]): History {
  const known = new Map<CommitId, LogEntry>(entries.map((entry) => [entry.id, entry]));
  const log = async (query: LogQuery): Promise<readonly LogEntry[]> => {
    const entry = query.limit === 1 && query.paths === undefined && query.from === undefined ? known.get(query.to) : undefined;
    return entry ? [entry] : history.log(query);
  };
  return {
    listFiles: (commit, paths) => history.listFiles(commit, paths),
    changedFiles: (from, to, paths) => history.changedFiles(from, to, paths),
    readBlobs: (oids, limitBytes) => history.readBlobs(oids, limitBytes),
    readFileAt: (commit, path) => history.readFileAt(commit, path),
    lastTouch: (commit, files) => history.lastTouch(commit, files),
    log,
  };
}
