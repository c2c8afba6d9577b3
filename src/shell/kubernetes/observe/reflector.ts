import type { ApiConnection } from '../connection/api-connection.ts';
import { ApiError, ClusterError } from '../connection/cluster-error.ts';
import { type LiveObject, textAt } from '../live-object.ts';
import { type Moment, presentMoment, surelySecondsSince } from '../moment.ts';
import { Pause } from '../pause.ts';
import { isServed } from './is-served.ts';
import { keepObserved } from './keep-observed.ts';
import { type Listing, listPages } from './list-pages.ts';
import type { LiveCache } from './live-cache.ts';
import type { ObservedResource } from './observed-resource.ts';
import { askReady } from './probe.ts';
import { watchEvents } from './watch-events.ts';
import type { WatchState } from './watch-state.ts';

export interface ReflectorOptions {
  readonly api: ApiConnection;
  readonly resource: ObservedResource;
  /** All where it is undefined. */
  readonly namespace: string | undefined;
  readonly cache: LiveCache;
  /** From 0 up to but without 1, for the pauses between attempts. */
  readonly random: () => number;
  readonly changed: (state: WatchState) => void;
}

const FIRST_PAUSE_MILLISECONDS = 200;
const LONGEST_PAUSE_MILLISECONDS = 10_000;

/** After which a kind that is not there, or may not be read, is asked for again: CRDs are installed and rights are given later. */
const RETRY_MILLISECONDS = 60_000;

/** How long a refusal is doubted where nothing says whether the API server is ready. */
const REFUSAL_SECONDS = 10;

/** A watch that ends sooner than this, time after time, is one that a proxy does not let through. */
const SHORTEST_WATCH_MILLISECONDS = 1000;

/**
 * Keeps one kind in a cache as the API server has it: lists it, then watches what changes. A watch that the API server ends as asked goes
 * on where it was; after any other end everything is listed again, because only a list is known to be of now.
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  #state: WatchState = { phase: 'starting' };
  #stopped = false;
  #failures = 0;
  /** Since when each answer was a refusal. */
  #refused: Moment | undefined;
  #attempt = new AbortController();
  readonly #pauses = new Pause();

  constructor(options: ReflectorOptions) {
    this.#options = options;
  }

  get state(): WatchState {
    return this.#state;
  }

  get resource(): ObservedResource {
    return this.#options.resource;
  }

  /** Runs until it is stopped. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#listAndWatch(this.#attempt.signal);
      } catch (error) {
        if (this.#stopped) return;
        this.#enter(await this.#stateAfter(error));
        if (this.#attempt.signal.aborted) this.#attempt = new AbortController();
        if (this.#state.phase === 'absent') this.#options.cache.replace(this.resource.kind, this.#options.namespace, []);
      }
      await this.#pause();
    }
  }

  /** Takes the watch for lost at once, for a reason that shows elsewhere. */
  interrupt(reason: string): void {
    if (this.#state.phase !== 'watching') return;
    this.#enter({ phase: 'lost', reason });
    this.#attempt.abort(new Error(reason));
  }

  stop(): void {
    this.#stopped = true;
    this.#attempt.abort();
    this.#pauses.end();
  }

  async #listAndWatch(signal: AbortSignal): Promise<void> {
    const { api, resource, namespace, cache } = this.#options;
    const list = (): Promise<Listing<LiveObject>> => listPages(api, resource, namespace, (item) => keepObserved(resource, item), signal);
    const { items, resourceVersion } = await list().catch(async (error: unknown) => {
      if (!isRefusal(error)) throw error;
      await this.#believe(error, signal);
      return list();
    });
    this.#refused = undefined;
    cache.replace(resource.kind, namespace, items);
    for (let version = resourceVersion; ; ) version = await this.#watch(version, signal);
  }

  /** Throws a ClusterError while a refusal may be one of a server that has not read yet what it allows. */
  async #believe(refusal: ApiError, signal: AbortSignal): Promise<void> {
    this.#refused ??= presentMoment();
    const isReady = await askReady(this.#options.api, signal);
    if (isReady || surelySecondsSince(this.#refused) > REFUSAL_SECONDS) return;
    throw new ClusterError(`the API server may be starting: ${refusal.message}`, { cause: refusal });
  }

  /** @returns the resourceVersion up to which the cache is then */
  async #watch(from: string, signal: AbortSignal): Promise<string> {
    const { api, resource, namespace } = this.#options;
    let version = from;
    let openedAt = Number.POSITIVE_INFINITY;
    const opened = (): void => {
      openedAt = performance.now();
      this.#enter({ phase: 'watching' });
    };
    try {
      for await (const { type, object } of watchEvents(api, resource, namespace, from, opened, signal)) {
        if (type !== 'BOOKMARK') this.#take(type, object);
        version = textAt(object, ['metadata', 'resourceVersion']) ?? version;
      }
    } finally {
      if (performance.now() - openedAt >= SHORTEST_WATCH_MILLISECONDS) this.#failures = 0;
    }
    if (performance.now() - openedAt < SHORTEST_WATCH_MILLISECONDS) throw new Error('the API server ended a watch as soon as it was open');
    return version;
  }

  #take(type: 'ADDED' | 'MODIFIED' | 'DELETED', item: unknown): void {
    const { resource, cache } = this.#options;
    const object = keepObserved(resource, item);
    if (type === 'DELETED') cache.remove(resource.kind, object.metadata.namespace, object.metadata.name);
    else cache.put(object);
  }

  #enter(state: WatchState): void {
    this.#state = state;
    this.#options.changed(state);
  }

  /** With full jitter, so that kinds and replicas do not come back all at once. */
  async #pause(): Promise<void> {
    if (this.#stopped) return;
    const isLost = this.#state.phase === 'lost';
    const longest = isLost ? Math.min(LONGEST_PAUSE_MILLISECONDS, FIRST_PAUSE_MILLISECONDS * 2 ** this.#failures++) : RETRY_MILLISECONDS;
    const milliseconds = isLost ? longest * this.#options.random() : longest;
    await this.#pauses.wait(milliseconds);
  }

  async #stateAfter(error: unknown): Promise<WatchState> {
    const { signal } = this.#attempt;
    const { api, resource } = this.#options;
    if (signal.aborted) return { phase: 'lost', reason: (signal.reason as Error).message };
    const reason = error instanceof Error ? error.message : String(error);
    const status = error instanceof ApiError ? error.status : undefined;
    if (status === 404 && resource.isOptional) return { phase: 'absent' };
    if (status !== 403) return { phase: 'lost', reason: `${resource.plural}: ${reason}` };
    const isAbsent = resource.isOptional && !(await isServed(api, resource).catch(() => true));
    return isAbsent ? { phase: 'absent' } : { phase: 'forbidden', reason };
  }
}

/** A server that is starting refuses what it will allow, and does not know kinds that it will have: that is no answer yet. */
const isRefusal = (error: unknown): error is ApiError => error instanceof ApiError && (error.status === 403 || error.status === 404);
