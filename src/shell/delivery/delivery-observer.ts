import type { Delivery, DeliveryObservation, DeliveryReference } from '../../core/model/delivery.ts';
import type { DeliverySettings } from '../../core/model/sync-config.ts';
import { isLate } from '../../core/sync/await-delivery.ts';
import type { DeliveredFiles } from '../controller/deliveries.ts';
import { inTurns } from '../controller/in-turns.ts';
import type { CommitId, History } from '../git/repository.ts';
import type { LiveIndex } from '../kubernetes/cluster.ts';
import { assignedDeliveries } from './assigned-deliveries.ts';
import { CurrentFiles, isApplied } from './current-files.ts';
import type { DeliverySource } from './delivery-api.ts';
import { distinct, findDeliveries, keyOf } from './find-deliveries.ts';
import { type Progress, readProgress } from './read-progress.ts';

export interface ObserverOptions {
  readonly source: Pick<DeliverySource, 'read'>;
  readonly live: LiveIndex;
  readonly history: Pick<History, 'changedFiles' | 'log'>;
  readonly settings: Pick<DeliverySettings, 'argoCDNamespace' | 'appliedBy'>;
}

/** Requests to the API server side by side, and processes of Git. */
const READS_AT_ONCE = 16;
const LOGS_AT_ONCE = 4;

/** So many commits of a controller may change nothing but a state, one after the other. */
const FAR_ENOUGH = 20;

/** Looks at what applies packages, when somebody wants to know. */
export class DeliveryObserver {
  readonly #options: ObserverOptions;
  readonly #files: CurrentFiles;

  constructor(options: ObserverOptions) {
    this.#options = options;
    this.#files = new CurrentFiles(options.history);
  }

  /** What applies a package, there or not: by its live objects, and by the settings. */
  referencesOf({ stackSet, folder }: DeliveredFiles): readonly DeliveryReference[] {
    const { live, settings } = this.#options;
    const found = findDeliveries(live.ofStackSet(stackSet), settings.argoCDNamespace);
    return distinct([...found, ...assignedDeliveries(folder, settings.appliedBy)]);
  }

  /** How far what applies each of some packages is, in their order. What is not there, or cannot be read, is left out. */
  async observe(packages: readonly DeliveredFiles[], tip: CommitId): Promise<readonly DeliveryObservation[]> {
    const references = packages.map((files) => this.referencesOf(files));
    const all = distinct(references.flat());
    const read = await inTurns(all, READS_AT_ONCE, (reference) => this.#options.source.read(reference));
    const progress = new Map(
      all.flatMap((reference, index): readonly (readonly [string, Progress])[] =>
        read[index] === undefined || read[index] === null ? [] : [[keyOf(reference), readProgress(reference.kind, read[index])]],
      ),
    );
    return inTurns([...packages.entries()], LOGS_AT_ONCE, async ([index, { output }]) => {
      const deliveries: Delivery[] = [];
      for (const reference of references[index] ?? []) {
        const known = progress.get(keyOf(reference));
        if (known) deliveries.push(await this.judge(reference, known, tip, output));
      }
      return { deliveries, commit: deliveries.some(isLate) ? await this.#lastChange(tip, output) : tip };
    });
  }

  /** A delivery's own words in the light of Git. @param output folder of generated files */
  async judge(reference: DeliveryReference, { applied, underWay }: Progress, tip: CommitId, output: string): Promise<Delivery> {
    const judged = await inTurns(applied, 1, (commits) => this.#files.judge(commits, tip, output));
    return { ...reference, applied: judged, ...(underWay && { underWay: await this.#files.judge(underWay, tip, output) }) };
  }

  /** Whether a delivery knows of the generated files at the tip, applied or not. */
  async hasSeen({ seen }: Progress, tip: CommitId, output: string): Promise<boolean> {
    return (await this.#files.judge(seen, tip, output)).upToDate === true;
  }

  /** For people: what is waited for are the files. */
  async #lastChange(tip: CommitId, output: string): Promise<CommitId> {
    const entries = await this.#options.history.log({ to: tip, paths: [output], limit: FAR_ENOUGH }).catch(() => []);
    return entries.find(({ files }) => files.some(({ path }) => isApplied(path)))?.id ?? tip;
  }
}
