import { dirname } from 'node:path/posix';
import type { DeliveryObservation } from '../../core/model/delivery.ts';
import { awaitDelivery, isStep } from '../../core/sync/await-delivery.ts';
import type { CommitId, Tips } from '../git/repository.ts';
import type { DeliveredFiles, Deliveries } from './deliveries.ts';
import type { StackSetReport } from './stack-set-report.ts';
import type { PlacedStackSet, TrackedPackage, TrackedStackSet } from './tracked-package.ts';

interface GateOptions {
  readonly deliveries: Deliveries;
  readonly packageAt: (folder: string) => TrackedPackage | undefined;
  readonly placeOf: (tracked: TrackedStackSet, folder: string) => PlacedStackSet;
}

/** Stands between what is decided and what is committed: it tells deliveries what has changed in Git, and waits for them. */
export class DeliveryGate {
  readonly #options: GateOptions;
  /** The tip up to which deliveries know what has changed. */
  #announced: CommitId | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /**
   * Looks at what applies the packages of decisions that take a step.
   * @param reports worth a commit
   * @returns those that may be committed, and the others with what they wait for
   */
  async judge(
    reports: readonly StackSetReport[],
    tips: Tips,
  ): Promise<{ readonly open: readonly StackSetReport[]; readonly held: readonly StackSetReport[] }> {
    const observed = await this.#observe(
      reports.filter(({ decision }) => isStep(decision)),
      tips,
    );
    const judged = reports.map((report) => {
      const observation = observed.get(report.id);
      const decision = observation ? awaitDelivery(report.decision, observation) : report.decision;
      return { report: { ...report, decision }, isHeld: decision !== report.decision };
    });
    return {
      open: judged.flatMap(({ report, isHeld }) => (isHeld ? [] : [report])),
      held: judged.flatMap(({ report, isHeld }) => (isHeld ? [report] : [])),
    };
  }

  /** Packages were pushed, and are the tip. */
  pushed(folders: Iterable<string>, tip: CommitId): void {
    this.#announced = tip;
    const packages = [...new Set(folders)].flatMap((folder) => this.#options.packageAt(folder) ?? []);
    const files = packages.flatMap((found) => found.stackSets.map((tracked) => this.#filesOf(tracked, found.folder)));
    if (files.length > 0) this.#options.deliveries.announce(files, tip);
  }

  /** The tip is where somebody pushed it. To a controller that has just begun all is new, and nothing has changed. */
  moved(folders: Iterable<string>, tips: Tips): void {
    const tip = tipOf(tips);
    const isNews = this.#announced !== undefined && this.#announced !== tip;
    this.#announced = tip;
    // What is stale is rendered next.
    if (isNews)
      this.pushed(
        [...folders].filter((folder) => this.#options.packageAt(folder)?.standing.kind !== 'stale'),
        tip,
      );
  }

  async #observe(reports: readonly StackSetReport[], tips: Tips): Promise<ReadonlyMap<string, DeliveryObservation | undefined>> {
    const placed = reports.flatMap(({ id, folder }) => {
      const tracked = this.#options.packageAt(folder)?.stackSets.find((stackSet) => stackSet.id === id);
      return tracked ? [{ id, files: this.#filesOf(tracked, folder) }] : [];
    });
    if (placed.length === 0) return new Map();
    const observations = await this.#options.deliveries.observe(
      placed.map(({ files }) => files),
      tipOf(tips),
    );
    return new Map(placed.map(({ id }, index) => [id, observations[index]]));
  }

  #filesOf(tracked: TrackedStackSet, folder: string): DeliveredFiles {
    const { namespace } = this.#options.placeOf(tracked, folder);
    return { stackSet: { namespace, name: tracked.found.stackSet.metadata.name }, folder, output: dirname(tracked.stateFile) };
  }
}

/** Of the branch that is applied. */
const tipOf = ({ branch, output }: Tips): CommitId => (output ?? branch).tip ?? '';
