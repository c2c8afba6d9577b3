import { dirname } from 'node:path/posix';
import type { EpochSeconds } from '../../core/model/timestamp.ts';
import { checkOwner } from '../../core/sync/ownership.ts';
import { PathTakenError } from '../git/path-taken-error.ts';
import type { Repository, Tips } from '../git/repository.ts';
import type { Cluster, StackSetKey } from '../kubernetes/cluster.ts';
import { BACKOFF, fullJitter } from './backoff.ts';
import { CommitDesk } from './commit-desk.ts';
import { DeclinedPackages } from './declined-packages.ts';
import { type Deliveries, NO_DELIVERIES } from './deliveries.ts';
import { DeliveryGate } from './delivery-gate.ts';
import { ownerOf, type PackageScope } from './find-packages.ts';
import { FreezeWatch } from './freeze-file.ts';
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

export interface ControllerOptions extends Omit<RegistryOptions, 'faultsOf' | 'currentFreeze'> {
  readonly repository: Repository;
  readonly cluster: Cluster;
  /** By default nothing is known of them. */
  readonly deliveries?: Deliveries;
  readonly scope: PackageScope;
  /** The file that stops all decisions, from the repository's root. */
  readonly freezeFile: string;
  /** Decides and says what it would commit, and commits nothing. */
  readonly dryRun: boolean;
  /** Whether a commit may be pushed now; asked right before. */
  readonly mayAct: () => boolean;
  readonly clock: Clock;
  readonly observer: PassObserver;
}

/** What came of a try, and the packages that it was about. */
interface Attempt {
  readonly outcome: PassOutcome;
  readonly packages: readonly TrackedPackage[];
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
  readonly #gate: DeliveryGate;
  readonly #freeze: FreezeWatch;
  readonly #declined = new DeclinedPackages();
  /** The commit that a package was last rendered in, by folder. */
  readonly #rendered = new Map<string, string>();
  /** Where a render of ours did not settle a package, another one will not either: its fingerprint then, by folder. */
  readonly #unsettled = new Map<string, string>();
  #tips: Tips | undefined;

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { repository, scope, freezeFile } = options;
    this.#freeze = new FreezeWatch(repository, freezeFile);
    const outputs = new OutputHistory(repository);
    this.#tracker = new PackageTracker(repository, scope, (commit) =>
      this.#tips?.output ? outputs.sourceOf(commit) : Promise.resolve(commit),
    );
    this.#registry = new StackSetRegistry({
      ...options,
      currentFreeze: () => this.#freeze.freeze,
      faultsOf: (found) => this.#declined.problemsOf(found),
    });
    this.#desk = new CommitDesk(options);
    this.#gate = new DeliveryGate({
      deliveries: options.deliveries ?? NO_DELIVERIES,
      packageAt: (folder) => this.#tracker.packages.get(folder),
      placeOf: (tracked, folder) => this.#registry.placeOf(tracked, folder),
    });
  }

  /** When time alone makes something due. */
  get nextMoment(): EpochSeconds | undefined {
    const now = this.#options.clock.now();
    return earliest(this.#registry.nextMoment(now), this.#declined.nextRelease(now));
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
    let lostRaces = 0;
    for (;;) {
      if (fetch || lostRaces > 0 || !this.#tips) this.#tips = await repository.fetch();
      const { outcome, packages } = await this.#attempt(this.#tips, looked, signal);
      const isDeclined = outcome.kind === 'refused' && outcome.refusal === 'hook';
      const isFewer = isDeclined && this.#declined.decline(packages, outcome.message, clock.now());
      const isLost = outcome.kind === 'refused' && outcome.refusal === 'race' && lostRaces < MOST_RACES;
      if (signal.aborted || !(isLost || isFewer)) {
        return { outcome, stackSets: this.stackSets, looked, lostRaces, seconds: (clock.elapsed() - started) / 1000 };
      }
      const wait = isLost ? fullJitter(BACKOFF.race, ++lostRaces, clock.random()) : 0;
      observer.refused(outcome.refusal, outcome.message, wait);
      await clock.sleep(wait, signal);
    }
  }

  async #attempt(tips: Tips, looked: Set<string>, signal: AbortSignal): Promise<Attempt> {
    const { tip, name } = tips.branch;
    if (tip === undefined) throw new Error(`the repository has no branch ${name}`);
    const changed = await this.#tracker.moveTo({ source: tip, ...(tips.output && { output: { tip: tips.output.tip } }) });
    const { packages } = this.#tracker;
    const refrozen = (await this.#freeze.moveTo(tip)) ? packages.keys() : [];
    this.#gate.moved(changed, tips);
    this.#registry.follow(packages, new Set([...changed, ...refrozen, ...this.#declined.release(packages, this.#options.clock.now())]));
    const stale = [...packages.values()].filter((found) => this.#isToRender(found, tips)).sort(byFolder);
    const { chosen, left } = this.#declined.select(stale);
    try {
      if (chosen.length === 0) return await this.#decide(tips, looked, signal);
      const rendered = await this.#render(chosen, left, tips, signal);
      return rendered.outcome.kind === 'unchanged' ? await this.#attempt(tips, looked, signal) : rendered;
    } catch (error) {
      if (!this.#leaveOut(error)) throw error;
      return this.#attempt(tips, looked, signal);
    }
  }

  /** One package that cannot be written must not keep all others from it. @returns whether that was the error */
  #leaveOut(error: unknown): boolean {
    if (!(error instanceof PathTakenError)) return false;
    const { packages } = this.#tracker;
    const found = packages.get(ownerOf(dirname(error.path), new Set(packages.keys())) ?? '');
    if (!found || this.#declined.problemsOf(found).length > 0) return false;
    this.#declined.obstruct(found, error, this.#options.clock.now());
    this.#registry.follow(packages, new Set([found.folder]));
    return true;
  }

  /** A package of others is theirs to render. */
  #isToRender({ folder, fingerprint, standing, stackSets }: TrackedPackage, tips: Tips): boolean {
    const { controller } = this.#options;
    if (standing.kind !== 'stale') return false;
    if (this.#rendered.get(folder) === ((tips.output ?? tips.branch).tip ?? '')) this.#unsettled.set(folder, fingerprint);
    if (this.#unsettled.get(folder) === fingerprint) return false;
    return stackSets.every(({ found }) => checkOwner({ state: found.state, controller, path: folder }).length === 0);
  }

  async #render(stale: readonly TrackedPackage[], left: number, tips: Tips, signal: AbortSignal): Promise<Attempt> {
    const placed = stale.flatMap(({ stackSets, folder }) => stackSets.map((tracked) => this.#registry.placeOf(tracked, folder)));
    const outcome = await this.#desk.submit(proposeRender(stale, placed), tips, signal);
    if (outcome.kind === 'committed') {
      this.#arrived(outcome.commit, stale, tips, left);
      for (const { folder } of stale) this.#rendered.set(folder, outcome.commit);
    }
    if (outcome.kind === 'unchanged') for (const { folder, fingerprint } of stale) this.#unsettled.set(folder, fingerprint);
    return { outcome, packages: stale };
  }

  async #decide(tips: Tips, looked: Set<string>, signal: AbortSignal): Promise<Attempt> {
    const due = this.#look(looked);
    const { open: worth, held } = await this.#gate.judge(
      due.filter(({ decision }) => decision.worthACommit),
      tips,
    );
    for (const report of held) this.#registry.holdBack(report);
    const all = [...new Set(worth.map(({ folder }) => folder))].flatMap((folder) => this.#tracker.packages.get(folder) ?? []);
    const { chosen: packages, left } = this.#declined.select(all);
    if (packages.length === 0) return { outcome: unchanged(due), packages };
    const folders = new Set(packages.map(({ folder }) => folder));
    try {
      await this.#tracker.loadContents(packages);
      const outcome = await this.#commit(
        worth.filter(({ folder }) => folders.has(folder)),
        left,
        tips,
        signal,
      );
      return { outcome: outcome.kind === 'unchanged' ? unchanged(due) : outcome, packages };
    } finally {
      this.#tracker.forgetContents();
    }
  }

  /** @param reports worth a commit, of packages with their contents loaded */
  async #commit(reports: readonly StackSetReport[], left: number, tips: Tips, signal: AbortSignal): Promise<PassOutcome> {
    const proposal = await proposeDecisions(reports, this.#tracker.packages);
    for (const [folder, problems] of proposal.refused) this.#registry.refuse(folder, problems);
    const accepted = reports.filter(({ folder }) => !proposal.refused.has(folder));
    const settle = (): void => {
      for (const report of accepted) this.#registry.settle(report);
    };
    if (proposal.files.length === 0) {
      settle();
      return { kind: 'unchanged' };
    }
    const freshness = await this.#options.cluster.confirm();
    if (!freshness.fresh) {
      for (const report of accepted) this.#registry.postpone(report);
      return { kind: 'frozen', since: freshness.since, reason: freshness.reason };
    }
    const outcome = await this.#desk.submit(proposal, tips, signal);
    if (outcome.kind === 'committed') this.#arrived(outcome.commit, accepted, tips, left);
    if (outcome.kind === 'wouldCommit' || outcome.kind === 'unchanged') settle();
    return outcome;
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
  #arrived(commit: string, changed: readonly { readonly folder: string }[], { branch, output }: Tips, left: number): void {
    this.#declined.accept(left);
    this.#gate.pushed(
      changed.map(({ folder }) => folder),
      commit,
    );
    this.#tips = output ? { branch, output: { ...output, tip: commit } } : { branch: { ...branch, tip: commit } };
  }
}

const byFolder = (a: TrackedPackage, b: TrackedPackage): number => (a.folder < b.folder ? -1 : 1);

const earliest = (...times: readonly (EpochSeconds | undefined)[]): EpochSeconds | undefined =>
  times.reduce((first, time) => (first === undefined || (time !== undefined && time < first) ? time : first), undefined);

const isFrozen = ({ decision }: StackSetReport): boolean => decision.blocked.some(({ reason }) => reason === 'ObservationStale');

function unchanged(due: readonly StackSetReport[]): PassOutcome {
  const [stale] = due
    .flatMap(({ decision }) => decision.blocked)
    .flatMap((blocked) => (blocked.reason === 'ObservationStale' ? [blocked] : []));
  return stale ? { kind: 'frozen', since: stale.since, reason: stale.why } : { kind: 'unchanged' };
}
