import type { DeliveryObservation } from '../../core/model/delivery.ts';
import type { DeliverySettings } from '../../core/model/sync-config.ts';
import { isLate } from '../../core/sync/await-delivery.ts';
import type { DeliveredFiles, Deliveries } from '../controller/deliveries.ts';
import { inTurns } from '../controller/in-turns.ts';
import type { Clock } from '../controller/ports.ts';
import type { CommitId } from '../git/repository.ts';
import type { StackSetKey } from '../kubernetes/cluster.ts';
import type { DeliverySource } from './delivery-api.ts';
import { DeliveryObserver, type ObserverOptions } from './delivery-observer.ts';
import { mayBeAsked, type Pending, PendingDeliveries } from './pending-deliveries.ts';
import { planRequest } from './plan-request.ts';
import { type Progress, readProgress } from './read-progress.ts';

export interface WatchOptions extends Omit<ObserverOptions, 'source' | 'settings'> {
  readonly source: DeliverySource;
  readonly settings: DeliverySettings;
  readonly clock: Clock;
  /** Whether this process is the one of its replicas that acts. */
  readonly mayAct: () => boolean;
  /** Told of each request. */
  readonly tell: (message: string) => void;
}

const LOOKS_AT_ONCE = 8;

/**
 * Asks Argo CD and Flux to look at Git when packages have changed there, and looks at them until they have. Nothing is watched: an
 * Application changes every few minutes, whole, whether anything waits for it or not.
 */
export class WatchedDeliveries implements Deliveries {
  readonly #options: WatchOptions;
  readonly #observer: DeliveryObserver;
  readonly #pending = new PendingDeliveries();
  readonly #listeners = new Set<(stackSet: StackSetKey) => void>();
  #tip: CommitId = '';
  #wake = new AbortController();

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#observer = new DeliveryObserver(options);
  }

  announce(packages: readonly DeliveredFiles[], tip: CommitId): void {
    this.#tip = tip;
    const now = this.#options.clock.elapsed();
    for (const files of packages) {
      for (const reference of this.#observer.referencesOf(files)) this.#pending.begin(reference, files, now);
    }
    this.#wake.abort();
  }

  async observe(packages: readonly DeliveredFiles[], tip: CommitId): Promise<readonly DeliveryObservation[]> {
    this.#tip = tip;
    const { settings, clock } = this.#options;
    if (!settings.wait) return packages.map(() => ({ deliveries: [], commit: tip }));
    const observations = await this.#observer.observe(packages, tip);
    for (const [index, files] of packages.entries()) {
      const late = observations[index]?.deliveries.filter(isLate) ?? [];
      for (const { kind, namespace, name } of late) this.#pending.goOn({ kind, namespace, name }, files, clock.elapsed());
    }
    this.#wake.abort();
    return observations;
  }

  /** Calls for each StackSet of which something waits for a delivery that has moved. @returns what ends it */
  onChange(listener: (stackSet: StackSetKey) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks at whatever is due until the signal. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      this.#wake = new AbortController();
      await this.look();
      const pause = this.#pending.untilNext(clock.elapsed());
      if (pause > 0) await clock.sleep(pause, AbortSignal.any([signal, this.#wake.signal]));
    }
  }

  /** Looks once at all that are due, and asks those that do not know of the newest files. */
  async look(): Promise<void> {
    const due = this.#pending.due(this.#options.clock.elapsed());
    const asked = new Set<string>();
    await inTurns(due, LOOKS_AT_ONCE, (pending) => this.#lookAt(pending, asked));
  }

  async #lookAt(pending: Pending, asked: Set<string>): Promise<void> {
    const { source, clock } = this.#options;
    const { reference, words } = pending;
    const object = await source.read(reference);
    if (object === undefined) return this.#pending.looked(pending, words, false, clock.elapsed());
    const progress = object === null ? undefined : readProgress(reference.kind, object);
    const heard = JSON.stringify(progress ?? null);
    if (words !== undefined && words !== heard) this.#tellWaiting(pending);
    if (!progress || (await this.#isDone(pending, progress))) this.#pending.end(pending);
    else this.#pending.looked(pending, heard, await this.#ask(pending, progress, object, asked), clock.elapsed());
  }

  async #isDone({ reference, packages }: Pending, progress: Progress): Promise<boolean> {
    for (const { output } of packages.values()) {
      if (isLate(await this.#observer.judge(reference, progress, this.#tip, output))) return false;
    }
    return true;
  }

  /** @param asked targets of this look: many Kustomizations may have one source. @returns whether it is asked now */
  async #ask(pending: Pending, progress: Progress, object: unknown, asked: Set<string>): Promise<boolean> {
    const { settings, mayAct, source, clock, tell } = this.#options;
    if (!settings.request || !mayAct() || progress.isAsked || !mayBeAsked(pending, clock.elapsed())) return false;
    const request = planRequest(pending.reference, object, new Date().toISOString());
    if (!request || (await this.#hasSeen(pending, progress))) return false;
    const { kind, namespace, name } = request.target;
    const target = `${kind} ${namespace}/${name}`;
    if (asked.has(target)) return true;
    asked.add(target);
    tell(`${target} is asked to look at Git, for ${this.#tip.slice(0, 12)}`);
    await source.ask(request);
    return true;
  }

  async #hasSeen({ packages }: Pending, progress: Progress): Promise<boolean> {
    for (const { output } of packages.values()) if (!(await this.#observer.hasSeen(progress, this.#tip, output))) return false;
    return true;
  }

  #tellWaiting({ packages }: Pending): void {
    for (const { stackSet } of packages.values()) for (const listener of this.#listeners) listener(stackSet);
  }
}
