import { basename } from 'node:path/posix';
import type { Freeze } from '../../core/model/freeze.ts';
import type { Timers } from '../../core/model/package-decision.ts';
import type { Target } from '../../core/model/sync-config.ts';
import { type EpochSeconds, formatTimestamp, parseTimestamp } from '../../core/model/timestamp.ts';
import { checkOwner } from '../../core/sync/ownership.ts';
import { undecided } from '../../core/sync/undecided.ts';
import type { Cluster, StackSetKey } from '../kubernetes/cluster.ts';
import { fileProblem } from '../package/file-problem.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { Agenda } from './agenda.ts';
import { claimedTwice } from './claimed-twice.ts';
import { decideStackSet } from './decide-stack-set.ts';
import { namespaceOf } from './namespace-of.ts';
import type { StackSetReport } from './stack-set-report.ts';
import { type PlacedStackSet, stackSetId, type TrackedPackage, type TrackedStackSet } from './tracked-package.ts';

export interface RegistryOptions {
  /** `metadata.name` of the SyncConfig. */
  readonly controller: string;
  readonly cluster: Pick<Cluster, 'snapshot' | 'freshness'>;
  readonly targets: readonly Target[];
  /** That of the tip. */
  readonly currentFreeze: () => Freeze | undefined;
  /** What keeps a package from being committed although it is valid. */
  readonly faultsOf: (found: TrackedPackage) => readonly LocatedProblem[];
}

/** A StackSet that can be read, with its package. */
interface Entry {
  readonly tracked: TrackedStackSet;
  readonly found: TrackedPackage;
}

/**
 * All StackSets of the tip: which of them are due, and what was last decided for each. What is kept here besides what Git and the cluster
 * say is lost with the process, and costs a time that is counted again.
 */
export class StackSetRegistry {
  readonly #options: RegistryOptions;
  readonly #agenda = new Agenda();
  readonly #reports = new Map<string, StackSetReport>();
  readonly #timers = new Map<string, Timers>();
  #entries: ReadonlyMap<string, Entry> = new Map();
  #byName: ReadonlyMap<string, readonly Entry[]> = new Map();
  #conflicts: ReadonlyMap<string, readonly LocatedProblem[]> = new Map();
  #lookedAt: EpochSeconds = 0;

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /** By folder and name. */
  get reports(): readonly StackSetReport[] {
    return [...this.#reports].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, report]) => report);
  }

  /** When time alone makes a StackSet due. */
  nextMoment(now: EpochSeconds): EpochSeconds | undefined {
    return this.#agenda.nextMoment(now);
  }

  /** @param changed folders of the packages that are others than before, or gone */
  follow(packages: ReadonlyMap<string, TrackedPackage>, changed: ReadonlySet<string>): void {
    if (changed.size === 0) return;
    const all = [...packages.values()];
    const entries = all.flatMap((found) => found.stackSets.map((tracked) => ({ tracked, found })));
    this.#entries = new Map(entries.map((entry) => [entry.tracked.id, entry]));
    this.#byName = groupByName(entries);
    const unreadable = all.flatMap(unreadableReports);
    const present = new Set([...this.#entries.keys(), ...unreadable.map(({ id }) => id)]);
    for (const id of this.#reports.keys()) if (!present.has(id)) this.#forget(id);
    for (const report of unreadable) this.#reports.set(report.id, report);
    for (const { tracked, found } of entries) if (changed.has(found.folder)) this.#agenda.add(tracked.id);
    this.#findConflicts();
  }

  /** Something changed in the cluster. */
  notice({ namespace, name }: StackSetKey): void {
    for (const { tracked, found } of this.#byName.get(name) ?? []) {
      const place = this.placeOf(tracked, found.folder).namespace;
      if (place === undefined || namespace === undefined || place === namespace) this.#agenda.add(tracked.id);
    }
  }

  /** Looks at every StackSet that is due, and decides. Each stays due until it is settled. */
  *decideDue(now: EpochSeconds): Generator<StackSetReport> {
    const freeze = this.#options.currentFreeze();
    const context = { ...this.#options, now: formatTimestamp(now), ...(freeze && { freeze }) };
    this.#lookedAt = now;
    for (const id of [...this.#agenda.due(now)].sort()) {
      const entry = this.#entries.get(id);
      if (!entry) {
        this.#agenda.forget(id);
        continue;
      }
      const report = decideStackSet(this.placeOf(entry.tracked, entry.found.folder), context, this.#faultsOf(entry), this.#timers.get(id));
      this.#timers.set(id, report.decision.timers);
      this.#reports.set(id, report);
      yield report;
    }
  }

  /** Nothing has to be done about a StackSet as it is: it is due again when something changes, or at its next moment. */
  settle({ id, decision: { nextMoment } }: StackSetReport): void {
    this.#agenda.settle(id, nextMoment === undefined ? undefined : parseTimestamp(nextMoment), this.#lookedAt);
  }

  /** A StackSet could not be decided now, and is due whenever anything happens; time alone will not help. */
  postpone({ id }: StackSetReport): void {
    this.#agenda.forget(id);
    this.#agenda.add(id);
  }

  /** What was decided for a StackSet has to wait, as its report says now; it is due whenever anything happens. */
  holdBack(report: StackSetReport): void {
    this.#reports.set(report.id, report);
    this.postpone(report);
  }

  /** What was decided for the StackSets of a package would not be valid. */
  refuse(folder: string, problems: readonly LocatedProblem[]): void {
    for (const report of this.#reports.values()) {
      if (report.folder !== folder) continue;
      const decision = undecided(report.decision, [{ reason: 'Invalid', problems }]);
      this.#reports.set(report.id, { ...report, decision, problems });
      this.#agenda.forget(report.id);
    }
  }

  placeOf(tracked: TrackedStackSet, folder: string): PlacedStackSet {
    const { targets, cluster } = this.#options;
    return { tracked, folder, namespace: namespaceOf(tracked.found.stackSet, folder, targets, cluster.snapshot()).namespace };
  }

  #faultsOf({ tracked, found }: Entry): readonly LocatedProblem[] {
    const { targets, cluster } = this.#options;
    const { problems } = namespaceOf(tracked.found.stackSet, found.folder, targets, cluster.snapshot());
    const declined = this.#options.faultsOf(found);
    const standing = declined.length > 0 ? declined : standingFaults(found);
    return [...standing, ...problems.map(tracked.found.locate), ...(this.#conflicts.get(tracked.id) ?? [])];
  }

  /** A conflict that came or went makes its StackSet due. */
  #findConflicts(): void {
    const { controller } = this.#options;
    const own = [...this.#entries.values()].filter(({ tracked, found }) => isOurs(tracked, found.folder, controller));
    const before = this.#conflicts;
    this.#conflicts = claimedTwice(own.map(({ tracked, found }) => this.placeOf(tracked, found.folder)));
    for (const id of [...before.keys(), ...this.#conflicts.keys()]) if (before.has(id) !== this.#conflicts.has(id)) this.#agenda.add(id);
  }

  #forget(id: string): void {
    this.#reports.delete(id);
    this.#timers.delete(id);
    this.#agenda.forget(id);
  }
}

/** What is rendered comes first: a package that gets here stale is one that a render of ours did not settle. */
function standingFaults({ standing, folder }: TrackedPackage): readonly LocatedProblem[] {
  switch (standing.kind) {
    case 'invalid':
      return standing.problems;
    case 'stale':
      return [
        fileProblem(
          folder,
          'error',
          'RenderUnsettled',
          'rendering the package again changes it again',
          'Run `stackset render` twice, compare, and report what differs.',
        ),
      ];
    case 'current':
    case 'repairable':
      return [];
  }
}

const isOurs = ({ found }: TrackedStackSet, path: string, controller: string): boolean =>
  checkOwner({ state: found.state, controller, path }).length === 0;

function groupByName(entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { name } = entry.tracked.found.stackSet.metadata;
    const group = groups.get(name);
    if (group) group.push(entry);
    else groups.set(name, [entry]);
  }
  return groups;
}

/** Reports of what cannot be read, and of generated files whose StackSet is gone. */
function unreadableReports({ folder, unreadable, stackSets, standing }: TrackedPackage): readonly StackSetReport[] {
  const isLeftOver = stackSets.length === 0 && unreadable.length === 0 && standing.kind === 'invalid';
  const leftOver = isLeftOver ? [{ namespace: undefined, name: basename(folder), problems: standing.problems }] : [];
  return [...unreadable, ...leftOver].map(({ namespace, name, problems }) => ({
    id: stackSetId(folder, namespace, name),
    folder,
    namespace,
    name,
    decision: undecided({}, [{ reason: 'Invalid', problems }]),
    problems,
  }));
}
