import { weightsOf } from '../../core/history/state-changes.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { coloursOf, type TrafficChart, type TrafficPoint } from '../svg/traffic-chart.ts';
import { nameOf } from './entry-texts.ts';
import { type HistoryEntry, timeOf } from './select-entries.ts';
import type { StateVersion } from './state-version.ts';

/** The traffic of one StackSet over time, with the commits that moved it. */
export interface Timeline {
  readonly name: string;
  readonly chart: TrafficChart;
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[];
}

/** A stretch of time, in seconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * A timeline for each StackSet, by name.
 * @param versions newest first; those before the stretch say what it begins with
 */
export function timelinesOf(versions: readonly StateVersion[], entries: readonly HistoryEntry[], stretch: Stretch): readonly Timeline[] {
  const paths = new Map<string, StateVersion[]>();
  for (const version of versions.toReversed()) paths.set(version.path, [...(paths.get(version.path) ?? []), version]);
  const timelines = [...paths].map(([path, own]): Timeline => {
    const told = entries.filter(({ version, at }) => version.path === path && at >= stretch.from && at <= stretch.to);
    return { name: own.flatMap((version) => nameOf({ version })).at(-1) ?? path, chart: chartOf(own, stretch), entries: told.toReversed() };
  });
  return timelines.filter(({ chart }) => chart.stacks.size > 0).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** @param versions oldest first */
function chartOf(versions: readonly StateVersion[], { from, to }: Stretch): TrafficChart {
  const readable = versions.filter(({ isUnreadable }) => !isUnreadable).toSorted((a, b) => timeOf(a) - timeOf(b));
  const before = readable.findLast((version) => timeOf(version) < from);
  const within = readable.filter((version) => timeOf(version) >= from && timeOf(version) <= to);
  const points = [pointOf(before?.after, 0), ...within.map((version) => pointOf(version.after, timeOf(version) - from))];
  const routed = points.flatMap(({ weights }) => [...weights].flatMap(([name, weight]) => (weight > 0 ? [name] : [])));
  return { points, duration: Math.max(1, to - from), stacks: coloursOf(routed) };
}

const pointOf = (state: StackSetState | undefined, at: number): TrafficPoint => ({
  at,
  weights: weightsOf(state),
  held: state?.spec.hold !== undefined,
});
