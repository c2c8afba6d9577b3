import type { ApiConnection } from '../connection/api-connection.ts';
import { ApiError } from '../connection/cluster-error.ts';
import { type Moment, presentMoment, secondsSince, surelySecondsSince } from '../moment.ts';
import { Pause } from '../pause.ts';
import type { LeasePlace, SeenLease } from './lease-object.ts';
import { LeaseStore } from './lease-store.ts';

export interface ElectionOptions {
  readonly api: Pick<ApiConnection, 'call'>;
  readonly lease: LeasePlace;
  /** Different for each process: the pod's name and something random. */
  readonly identity: string;
  /** From 0 up to but without 1: candidates ask at different times. */
  readonly random: () => number;
  /** Told once for each thing that keeps a leader from being found. */
  readonly warn: (message: string) => void;
}

/** Which of several replicas acts. */
export interface Leadership {
  /**
   * Whether this process may act at this moment. It says no while others still wait for the lease to run out, so that no two ever act;
   * to be asked again right before a push.
   */
  isLeader(): boolean;
  /** Who holds the lease as far as is known. */
  holder(): string | undefined;
  /** @returns what ends it */
  onChange(listener: () => void): () => void;
  /** Gives the lease up, so that another replica need not wait for it to run out. */
  close(): Promise<void>;
}

/** How long others leave a lease alone after they last saw it renewed; what client-go's leader election has by default. */
const LEASE_SECONDS = 15;

/** How long after a renewal was sent the leader still acts: the rest is for clocks that run differently, and for what is under way. */
const ACT_SECONDS = 10;

const INTERVAL_MILLISECONDS = 4000;
const RETRY_MILLISECONDS = 1000;
const FORBIDDEN_MILLISECONDS = 10_000;
const REFUSAL_SECONDS = 5;

/**
 * Takes part in the election of a leader by a Lease. Nobody's clock is compared with another's: a candidate measures itself how long it
 * has seen no renewal. https://kubernetes.io/docs/concepts/architecture/leases/
 */
export function electLeader(options: ElectionOptions): Leadership {
  const election = new Election(options);
  void election.run();
  return election;
}

class Election implements Leadership {
  readonly #options: ElectionOptions;
  readonly #store: LeaseStore;
  readonly #pauses = new Pause();
  readonly #listeners = new Set<() => void>();
  #seen: { readonly lease: SeenLease; readonly since: Moment } | undefined;
  /** When the renewal that last succeeded was sent. */
  #renewed: Moment | undefined;
  #wasLeader = false;
  #warned: string | undefined;
  #refused: Moment | undefined;
  #closed = false;
  #running: Promise<void> | undefined;

  constructor(options: ElectionOptions) {
    this.#options = options;
    this.#store = new LeaseStore(options.api, options.lease);
  }

  isLeader(): boolean {
    return !this.#closed && this.#renewed !== undefined && secondsSince(this.#renewed) < ACT_SECONDS;
  }

  holder(): string | undefined {
    return this.#seen?.lease.holder || undefined;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    const wasLeader = this.isLeader();
    this.#closed = true;
    this.#listeners.clear();
    this.#pauses.end();
    await this.#running;
    if (wasLeader && this.#seen) await this.#store.write('', 1, this.#seen.lease).catch(() => undefined);
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const pause = await this.#attempt();
      this.#tell();
      if (!this.#closed) await this.#pauses.wait(pause);
    }
  }

  /** @returns after how many milliseconds the next attempt is due */
  async #attempt(): Promise<number> {
    try {
      if (this.#renewed && this.#seen) await this.#take(this.#seen.lease);
      else await this.#apply();
      this.#warned = undefined;
      this.#refused = undefined;
      return INTERVAL_MILLISECONDS * (this.isLeader() ? 1 : 0.75 + this.#options.random() / 2);
    } catch (error) {
      const status = error instanceof ApiError ? error.status : undefined;
      // Someone else wrote it; what it says now counts, also about us.
      if (status === 409) this.#renewed = undefined;
      else if (status !== 403 || this.#isRefused()) this.#warnOnce(error);
      return status === 403 && this.#warned !== undefined ? FORBIDDEN_MILLISECONDS : RETRY_MILLISECONDS;
    }
  }

  /** A server that is starting knows no rights yet: a refusal counts once it has lasted. */
  #isRefused(): boolean {
    this.#refused ??= presentMoment();
    return surelySecondsSince(this.#refused) > REFUSAL_SECONDS;
  }

  /** A candidate looks, and takes the lease where nobody holds it or its holder has been silent for as long as it lasts. */
  async #apply(): Promise<void> {
    const lease = await this.#store.read();
    if (lease === undefined) return this.#take(undefined);
    if (this.#seen?.lease.resourceVersion !== lease.resourceVersion) this.#seen = { lease, since: presentMoment() };
    const isFree = lease.holder === '' || lease.holder === this.#options.identity;
    if (isFree || surelySecondsSince(this.#seen.since) >= Math.max(lease.durationSeconds, 1)) await this.#take(lease);
  }

  async #take(seen: SeenLease | undefined): Promise<void> {
    const sent = presentMoment();
    const lease = await this.#store.write(this.#options.identity, LEASE_SECONDS, seen);
    this.#seen = { lease, since: sent };
    this.#renewed = sent;
  }

  #warnOnce(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (message === this.#warned) return;
    this.#warned = message;
    const { namespace, name } = this.#options.lease;
    this.#options.warn(`the Lease ${namespace}/${name}, by which replicas elect a leader, cannot be used: ${message}`);
  }

  #tell(): void {
    const isLeader = this.isLeader();
    if (isLeader === this.#wasLeader) return;
    this.#wasLeader = isLeader;
    for (const listener of this.#listeners) listener();
  }
}
