import { weightsOf } from '../../core/history/state-changes.ts';
import { reasonOf, whatOf } from './entry-texts.ts';
import type { HistoryEntry } from './select-entries.ts';
import { controllerOf, stackSetOf } from './state-version.ts';

/** What `-o json` prints; docs/reference/command-line.md describes it. Fields without a value are left out. */
export const formatHistoryJson = (entries: readonly HistoryEntry[]): string =>
  `${JSON.stringify({ entries: entries.map(entryOf) }, undefined, 2)}\n`;

function entryOf(entry: HistoryEntry): object {
  const { version, changes } = entry;
  const { commit, path, after } = version;
  const { namespace, name } = stackSetOf(version);
  return {
    time: commit.time,
    commit: commit.id,
    author: commit.author,
    controller: controllerOf(commit),
    subject: commit.subject,
    reason: reasonOf(commit),
    namespace,
    stackSet: name,
    path,
    message: whatOf(entry),
    changes,
    weights: after && [...weightsOf(after)].map(([stack, weight]) => ({ stack, weight })),
    hold: after?.spec.hold,
  };
}
