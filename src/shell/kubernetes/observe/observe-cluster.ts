import type { ObservedKind } from '../../../core/model/observation.ts';
import type { Timestamp } from '../../../core/model/state.ts';
import { formatTimestamp } from '../../../core/model/timestamp.ts';
import type { Cluster, Freshness, LiveIndex, StackSetKey } from '../cluster.ts';
import type { ApiConnection } from '../connection/api-connection.ts';
import { secondsSince } from '../moment.ts';
import { LiveCache } from './live-cache.ts';
import { observedResource, WATCHED_KINDS, type WatchedKind } from './observed-resource.ts';
import { LONGEST_SILENCE_SECONDS, Probe } from './probe.ts';
import { Reflector } from './reflector.ts';
import { explainForbidden, isNeeded, isReliable, unreliability, type WatchState } from './watch-state.ts';

export interface ObservationOptions {
  /** All that the account may read, where it is missing. */
  readonly namespaces?: readonly string[];
  /** Told once for each right that is missing. */
  readonly warn: (message: string) => void;
  /** From 0 up to but without 1, for the pauses between attempts. */
  readonly random: () => number;
}

/** Begins to watch a cluster; returns at once, before anything is known of it. */
export function observeCluster(api: ApiConnection, options: ObservationOptions): Cluster {
  return new ObservedCluster(api, options);
}

type Listener = (stackSet: StackSetKey | undefined) => void;

/** A watch of one kind in one namespace, and since when it cannot be relied on. */
interface Watch {
  readonly kind: WatchedKind;
  readonly reflector: Reflector;
  phase: WatchState['phase'];
  since: Timestamp | undefined;
}

class ObservedCluster implements Cluster {
  readonly #listeners = new Set<Listener>();
  readonly #cache = new LiveCache((stackSet) => this.#tell(stackSet));
  readonly #watches: readonly Watch[];
  readonly #probe: Probe;
  readonly #warn: (message: string) => void;
  readonly #warned = new Set<WatchedKind>();
  #silentSince: Timestamp | undefined = presentTime();
  #wasSilent = false;
  #wasFresh = false;

  constructor(api: ApiConnection, { namespaces, warn, random }: ObservationOptions) {
    this.#warn = warn;
    this.#probe = new Probe(api, () => this.#probed());
    const scopes = namespaces && namespaces.length > 0 ? namespaces : [undefined];
    this.#watches = WATCHED_KINDS.flatMap((kind) => scopes.map((namespace) => this.#watch(api, kind, namespace, random)));
    this.#probe.start();
    for (const { reflector } of this.#watches) void reflector.run();
  }

  snapshot(): LiveIndex {
    return this.#cache;
  }

  freshness(kinds?: readonly ObservedKind[]): Freshness {
    const lacking = this.#watches.filter(({ kind, reflector }) => isNeeded(kind, reflector.state, kinds) && !isReliable(reflector.state));
    const [since] = [this.#silentSince, ...lacking.map((watch) => watch.since)].filter((time) => time !== undefined).sort();
    const reason = this.#silence() ?? lacking.map(({ reflector }) => unreliability(reflector.state)).find((text) => text !== undefined);
    if (reason !== undefined) return { fresh: false, since: since ?? presentTime(), reason };
    return { fresh: true, ageSeconds: this.#ageSeconds() };
  }

  async confirm(kinds?: readonly ObservedKind[]): Promise<Freshness> {
    await this.#probe.ask();
    return this.freshness(kinds);
  }

  async settled(timeoutMilliseconds: number): Promise<Freshness> {
    if (!this.#isSettled()) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMilliseconds);
        const end = this.onChange(() => {
          if (!this.#isSettled()) return;
          clearTimeout(timer);
          end();
          resolve();
        });
      });
    }
    return this.freshness();
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#probe.stop();
    for (const { reflector } of this.#watches) reflector.stop();
  }

  #watch(api: ApiConnection, kind: WatchedKind, namespace: string | undefined, random: () => number): Watch {
    const changed = (state: WatchState): void => this.#watched(watch, state);
    const reflector = new Reflector({ api, resource: observedResource(kind), namespace, cache: this.#cache, random, changed });
    const watch: Watch = { kind, reflector, phase: 'starting', since: presentTime() };
    return watch;
  }

  #watched(watch: Watch, state: WatchState): void {
    if (state.phase === watch.phase) return;
    watch.phase = state.phase;
    watch.since = isReliable(state) ? undefined : (watch.since ?? presentTime());
    if (state.phase === 'forbidden') this.#warnOnce(watch.kind, state.reason);
    this.#tell(undefined);
  }

  /** What was missed while the API server was silent only a list tells; asking for it earlier would add to what keeps it silent. */
  #probed(): void {
    const { state } = this.#probe;
    if (state.kind === 'silent') {
      this.#silentSince ??= presentTime();
      this.#wasSilent = true;
    } else {
      if (this.#wasSilent) for (const { reflector } of this.#watches) reflector.interrupt('the API server was silent, and is listed again');
      this.#silentSince = undefined;
      this.#wasSilent = false;
    }
    const { fresh } = this.freshness();
    if (fresh !== this.#wasFresh) this.#tell(undefined);
    this.#wasFresh = fresh;
  }

  #isSettled(): boolean {
    const isUnderWay = this.#watches.some(({ reflector: { state } }) => state.phase === 'starting' || state.phase === 'lost');
    return this.#probe.state.kind === 'answered' && !isUnderWay;
  }

  #silence(): string | undefined {
    const { state } = this.#probe;
    if (state.kind === 'unasked') return 'the cluster has not been asked yet';
    if (state.kind === 'silent') return state.reason;
    const age = secondsSince(state.at);
    return age > LONGEST_SILENCE_SECONDS ? `the API server was last heard of ${Math.round(age)} seconds ago` : undefined;
  }

  #ageSeconds(): number {
    const { state } = this.#probe;
    return state.kind === 'answered' ? secondsSince(state.at) : 0;
  }

  #warnOnce(kind: WatchedKind, reason: string): void {
    if (this.#warned.has(kind)) return;
    this.#warned.add(kind);
    this.#warn(explainForbidden(kind, reason));
  }

  #tell(stackSet: StackSetKey | undefined): void {
    for (const listener of this.#listeners) listener(stackSet);
  }
}

const presentTime = (): Timestamp => formatTimestamp(Date.now() / 1000);
