import type { StateChange } from '../../core/history/state-changes.ts';
import { parseTimestamp } from '../../core/model/timestamp.ts';
import { changesOf, type StateVersion } from './state-version.ts';

/** A commit and what it did to one StackSet. */
export interface HistoryEntry {
  readonly version: StateVersion;
  /** Seconds since 1970. */
  readonly at: number;
  /** What is told of it; nothing where the state cannot be read. */
  readonly changes: readonly StateChange[];
}

export interface HistorySelection {
  /** Seconds since 1970, both included. */
  readonly since?: number;
  readonly until?: number;
  /** How many of the newest. */
  readonly count?: number;
  /** Whether pods and stacks that come and go are told too, and not only who moved traffic or kept it. */
  readonly all: boolean;
}

/** What a history tells by default. */
const ABOUT_TRAFFIC: ReadonlySet<StateChange['type']> = new Set<StateChange['type']>([
  'TrafficSwitched',
  'HoldBegan',
  'HoldEnded',
  'Adopted',
  'Freed',
  'StackSetDrained',
  'DrainEnded',
  'StackSetRemoved',
]);

/** The entries that were asked for, newest first. A version of which nothing is told is left out, one that cannot be read is not. */
export function selectEntries(versions: readonly StateVersion[], selection: HistorySelection): readonly HistoryEntry[] {
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, all } = selection;
  const entries = versions
    .map((version) => ({
      version,
      at: timeOf(version),
      changes: changesOf(version).filter(({ type }) => all || ABOUT_TRAFFIC.has(type)),
    }))
    .filter(({ version, at, changes }) => at >= since && at <= until && (changes.length > 0 || version.isUnreadable));
  return entries.slice(0, selection.count ?? entries.length);
}

/** Seconds since 1970. */
export const timeOf = ({ commit }: StateVersion): number => parseTimestamp(commit.time) ?? 0;
