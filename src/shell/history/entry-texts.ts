import { explainChange } from '../../core/history/explain-change.ts';
import type { HistoryEntry } from './select-entries.ts';
import { controllerOf, stackSetOf, trailersOf } from './state-version.ts';

/** Who made the commit: a person's name, or the sync controller's. */
export function whoOf({ version: { commit } }: HistoryEntry): string {
  const controller = controllerOf(commit);
  return controller === undefined ? commit.author.name : `sync ${controller}`;
}

/** What it changed: `v2 10 % -> 50 %, v1 90 % -> 50 %; hold`. */
export function whatOf({ version, changes }: HistoryEntry): string {
  if (version.isUnreadable) return 'a state that cannot be read';
  return changes.map((change) => explainChange(change, stackSetOf(version).name, version.before === undefined)).join('; ');
}

/** Why: the reasons of a commit that gives some, else its subject, which is a person's. */
export const whyOf = ({ version: { commit } }: HistoryEntry): string => reasonOf(commit) ?? commit.subject;

/** What a controller or a command gave as its reasons; undefined where there is none. */
export const reasonOf = (commit: HistoryEntry['version']['commit']): string | undefined =>
  [...new Set(trailersOf(commit, 'Reason'))].join(', ') || undefined;

/** `default/shop`. */
export function nameOf({ version }: Pick<HistoryEntry, 'version'>): string {
  const { namespace, name } = stackSetOf(version);
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** As `git log --oneline` shows it. */
export const shortCommit = (id: string): string => id.slice(0, 12);
