import type { EpochSeconds } from '../../core/model/timestamp.ts';
import { checkOwner } from '../../core/sync/ownership.ts';
import type { Repository, Tips } from '../git/repository.ts';
import type { Cluster, StackSetKey } from '../kubernetes/cluster.ts';
import { BACKOFF, fullJitter } from './backoff.ts';
import { CommitDesk } from './commit-desk.ts';
import type { PackageScope } from './find-packages.ts';
import { OutputHistory } from './output-history.ts';
import type { PassObserver } from './pass-observer.ts';
import type { PassOutcome, PassReport } from './pass-report.ts';
import type { Clock } from './ports.ts';
import { proposeDecisions } from './propose-decisions.ts';
import { proposeRender } from './propose-render.ts';
import { type RegistryOptions, StackSetRegistry } from './stack-set-registry.ts';
import type { StackSetReport } from './stack-set-report.ts';
import { PackageTracker } from './track-packages.ts';
import type { TrackedPackage } from './tracked-package.ts';

export interface ControllerOptions extends RegistryOptions {
  readonly repository: Repository;
  readonly cluster: Cluster;
  readonly scope: PackageScope;
  /** Decides and says what it would commit, and commits nothing. */
  readonly dryRun: boolean;
  /** Whether a commit may be pushed now; asked right before. */
  readonly mayAct: () => boolean;
  readonly clock: Clock;
  readonly observer: PassObserver;
}

/** After so many lost races a pass gives up, and the next one comes when the rhythm says so. */
const MOST_RACES = 20;

/**
 * Decides for the packages of a repository by what a cluster shows, and pushes the decisions. Everything that it needs to go on is in
 * Git: where this object is lost at any moment, another one in its place does the same.
 */
export class Controller {
  readonly #options: ControllerOptions;
  readonly #tracker: PackageTracker;
  readonly #registry: StackSetRegistry;
  readonly #desk: CommitDesk;
  /** Where a render of ours did not settle a package, another one will not either: the commit that it is in, by folder. */
  readonly #rendered = new Map<string, string>();
  #tips: Tips | undefined;

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { repository, scope } = options;
    const outputs = new OutputHistory(repository);
    this.#tracker = new PackageTracker(repository, scope, (commit) =>
      this.#tips?.output ? outputs.sourceOf(commit) : Promise.resolve(commit),
    );
    this.#registry = new StackSetRegistry(options);
    this.#desk = new CommitDesk(options);
  }

  /** When time alone makes something due. */
  get nextMoment(): EpochSeconds | undefined {
    return this.#registry.nextMoment;
  }

  /** Every StackSet as of the last time that it was looked at, by folder and name. */
  get stackSets(): readonly StackSetReport[] {
    return this.#registry.reports;
  }

  /** Names of the branches that are followed, as far as they are known. */
  get branches(): readonly string[] {
    return this.#tips ? [this.#tips.branch.name, ...(this.#tips.output ? [this.#tips.output.name] : [])] : [];
  }

  /** Something of a StackSet changed in the cluster. */
  notice(stackSet: StackSetKey): void {
    this.#registry.notice(stackSet);
  }

  /**
   * Looks at what is due and makes at most one commit of what is decided. A commit that was overtaken by another is dropped, and
   * everything decided again on the new tip.
   * @param fetch whether to ask the server for the tips first; otherwise a push finds out
   * @param signal after it nothing is pushed any more
   */
  async pass(fetch: boolean, signal: AbortSignal): Promise<PassReport> {
    const { clock, repository, observer } = this.#options;
    const started = clock.elapsed();
    const looked = new Set<string>();
    for (let lostRaces = 0; ; lostRaces++) {
      if (fetch || lostRaces > 0 || !this.#tips) this.#tips = await repository.fetch();
      const outcome = await this.#attempt(this.#tips, looked, signal);
      const isLost = outcome.kind === 'refused' && outcome.refusal === 'race' && lostRaces < MOST_RACES && !signal.aborted;
      if (!isLost) return { outcome, stackSets: this.stackSets, looked, lostRaces, seconds: (clock.elapsed() - started) / 1000 };
      const wait = fullJitter(BACKOFF.race, lostRaces + 1, clock.random());
      observer.refused(outcome.refusal, outcome.message, wait);
      await clock.sleep(wait, signal);
    }
  }

  async #attempt(tips: Tips, looked: Set<string>, signal: AbortSignal): Promise<PassOutcome> {
    const { tip, name } = tips.branch;
    if (tip === undefined) throw new Error(`the repository has no branch ${name}`);
    const changed = await this.#tracker.moveTo({ source: tip, ...(tips.output && { output: { tip: tips.output.tip } }) });
    this.#registry.follow(this.#tracker.packages, changed);
    const stale = [...this.#tracker.packages.values()].filter((found) => this.#isToRender(found, tips)).sort(byFolder);
    if (stale.length > 0) return this.#render(stale, tips, signal);
    return this.#decide(tips, looked, signal);
  }

  /** A package of others is theirs to render. */
  #isToRender({ folder, standing, stackSets }: TrackedPackage, tips: Tips): boolean {
    const { controller } = this.#options;
    const rendered = this.#rendered.get(folder);
    if (standing.kind !== 'stale' || (rendered !== undefined && rendered === (tips.output ?? tips.branch).tip)) return false;
    return stackSets.every(({ found }) => checkOwner({ state: found.state, controller, path: folder }).length === 0);
  }

  async #render(stale: readonly TrackedPackage[], tips: Tips, signal: AbortSignal): Promise<PassOutcome> {
    const placed = stale.flatMap(({ stackSets, folder }) => stackSets.map((tracked) => this.#registry.placeOf(tracked, folder)));
    const outcome = await this.#desk.submit(proposeRender(stale, placed), tips, signal);
    if (outcome.kind === 'committed') {
      this.#arrived(outcome.commit, tips);
      for (const { folder } of stale) this.#rendered.set(folder, outcome.commit);
    }
    return outcome;
  }

  async #decide(tips: Tips, looked: Set<string>, signal: AbortSignal): Promise<PassOutcome> {
    const due = this.#look(looked);
    const worth = due.filter(({ decision }) => decision.worthACommit);
    if (worth.length === 0) return unchanged(due);
    const packages = new Map(worth.flatMap(({ folder }) => entryOf(this.#tracker.packages, folder)));
    try {
      await this.#tracker.loadContents([...packages.values()]);
      const proposal = await proposeDecisions(worth, packages);
      const accepted = worth.filter(({ folder }) => !proposal.refused.has(folder));
      for (const [folder, problems] of proposal.refused) {
        this.#registry.refuse(
          worth.filter((report) => report.folder === folder),
          problems,
        );
      }
      if (proposal.files.length === 0) {
        for (const report of accepted) this.#registry.settle(report);
        return unchanged(due);
      }
      const freshness = await this.#options.cluster.confirm();
      if (!freshness.fresh) return { kind: 'frozen', since: freshness.since, reason: freshness.reason };
      const outcome = await this.#desk.submit(proposal, tips, signal);
      if (outcome.kind === 'committed') this.#arrived(outcome.commit, tips);
      if (outcome.kind === 'wouldCommit' || outcome.kind === 'unchanged') for (const report of accepted) this.#registry.settle(report);
      return outcome;
    } finally {
      this.#tracker.forgetContents();
    }
  }

  /** Decides whatever is due; what is not to be committed is done with. */
  #look(looked: Set<string>): readonly StackSetReport[] {
    const { clock, observer } = this.#options;
    const due: StackSetReport[] = [];
    let began = clock.elapsed();
    for (const report of this.#registry.decideDue(clock.now())) {
      due.push(report);
      looked.add(report.id);
      if (isFrozen(report)) this.#registry.postpone(report);
      else if (!report.decision.worthACommit) this.#registry.settle(report);
      observer.looked(report, (clock.elapsed() - began) / 1000);
      began = clock.elapsed();
    }
    return due;
  }

  /** A push that was taken is the new tip. Whoever overtakes it is seen by the next fetch, or by a refusal. */
  #arrived(commit: string, { branch, output }: Tips): void {
    this.#tips = output ? { branch, output: { ...output, tip: commit } } : { branch: { ...branch, tip: commit } };
  }
}

const byFolder = (a: TrackedPackage, b: TrackedPackage): number => (a.folder < b.folder ? -1 : 1);

const entryOf = (packages: ReadonlyMap<string, TrackedPackage>, folder: string): readonly (readonly [string, TrackedPackage])[] => {
  const found = packages.get(folder);
  return found ? [[folder, found]] : [];
};

const isFrozen = ({ decision }: StackSetReport): boolean => decision.blocked.some(({ reason }) => reason === 'ObservationStale');

function unchanged(due: readonly StackSetReport[]): PassOutcome {
  const [stale] = due
    .flatMap(({ decision }) => decision.blocked)
    .flatMap((blocked) => (blocked.reason === 'ObservationStale' ? [blocked] : []));
  return stale ? { kind: 'frozen', since: stale.since, reason: stale.why } : { kind: 'unchanged' };
}
