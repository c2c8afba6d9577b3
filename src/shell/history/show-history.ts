import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { relativeProblem } from '../problem/relative-problem.ts';
import { commitUrl } from './commit-url.ts';
import { formatHistoryPage } from './format-history-page.ts';
import { type HistoryReading, type HistoryRequest, readHistory } from './read-history.ts';
import { type HistoryEntry, type HistorySelection, selectEntries, timeOf } from './select-entries.ts';
import { drawTimelines } from './svg/draw-timelines.ts';
import { type Stretch, timelinesOf } from './timeline.ts';

export interface HistoryOptions extends HistoryRequest, HistorySelection {
  /** Seconds since 1970. */
  readonly now: number;
  /** Files to draw into, as a person wrote them. */
  readonly svg?: string;
  readonly html?: string;
}

/** Paths are relative to the working directory. */
export interface History {
  readonly entries: readonly HistoryEntry[];
  readonly problems: readonly LocatedProblem[];
}

/** Reads what was asked for, and draws it where that was asked for. */
export async function showHistory(options: HistoryOptions): Promise<History> {
  const { reading, entries } = await readEnough(options);
  if (reading.problems.length === 0) await draw(reading, entries, options);
  const problems = reading.problems.length > 0 || reading.versions.length > 0 ? reading.problems : [noState(options)];
  return { entries, problems: problems.map((problem) => relativeProblem(problem, options.workingDirectory)) };
}

/** Of a long history only as much as was asked for; a picture shows all of it. */
async function readEnough(
  options: HistoryOptions,
): Promise<{ readonly reading: HistoryReading; readonly entries: readonly HistoryEntry[] }> {
  const { count, svg, html } = options;
  const isPart = count !== undefined && svg === undefined && html === undefined;
  for (let most = (count ?? 0) * MORE; ; most *= MORE) {
    const reading = await readHistory(isPart ? { ...options, most } : options);
    const entries = selectEntries(reading.versions, options);
    if (!isPart || reading.isWhole || entries.length >= count) return { reading, entries };
  }
}

/** Not every commit has something to tell. */
const MORE = 8;

async function draw(reading: HistoryReading, entries: readonly HistoryEntry[], options: HistoryOptions): Promise<void> {
  const { svg, html, workingDirectory } = options;
  if (svg === undefined && html === undefined) return;
  const stretch = stretchOf(reading, entries, options);
  const timelines = timelinesOf(reading.versions, entries, stretch);
  const remote = (await reading.checkout?.git.ask(['remote', 'get-url', 'origin']))?.stdout.trim() ?? '';
  const urlOf = ({ version }: Pick<HistoryEntry, 'version'>): string | undefined => commitUrl(remote, version.commit.id);
  if (svg !== undefined) write(svg, drawTimelines(timelines, stretch, urlOf), workingDirectory);
  if (html !== undefined) write(html, formatHistoryPage(timelines, entries, stretch, urlOf), workingDirectory);
}

/** From the first commit that is told to now, where no other stretch was asked for. */
function stretchOf({ versions }: HistoryReading, entries: readonly HistoryEntry[], options: HistoryOptions): Stretch {
  const { since, until, count, now } = options;
  const told = count === undefined ? versions.map(timeOf) : entries.map(({ at }) => at);
  const first = told.reduce((earliest, at) => Math.min(earliest, at), until ?? now);
  const last = told.reduce((latest, at) => Math.max(latest, at), now);
  const from = since ?? first;
  return { from, to: Math.max(from, until ?? last) };
}

function write(name: string, text: string, workingDirectory: string): void {
  try {
    writeFileSync(resolve(workingDirectory, name), text);
  } catch (cause) {
    throw new Error(`cannot write ${name}`, { cause });
  }
}

/** Not an error: before a sync controller moves traffic there is none. */
const noState = ({ directories, revision }: HistoryOptions): LocatedProblem => ({
  severity: 'warning',
  reason: 'NoState',
  path: [],
  message: `${revision} has never had a state at or below ${directories.length > 0 ? directories.join(', ') : '.'}, so no traffic has been moved by one`,
  remedy: 'The sync controller writes one when it adopts a package; until then `git log` of the StackSet tells who asked for what.',
});
