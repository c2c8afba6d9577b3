import type { LiveIndex } from '../cluster.ts';
import type { ApiConnection } from '../connection/api-connection.ts';
import { ApiError } from '../connection/cluster-error.ts';
import type { LiveObject } from '../live-object.ts';
import { askReady } from '../observe/probe.ts';
import { buildEvent, type EventOrigin, eventTime } from './build-event.ts';
import type { ClusterEvent } from './cluster-event.ts';
import { eventTargets } from './event-targets.ts';
import { TokenBucket } from './token-bucket.ts';

/** Writes Events; whatever goes wrong with one, nothing else does. */
export interface EventRecorder {
  /** Returns at once. */
  record(event: ClusterEvent): void;
  /** Writes what is still waiting, for at most a few seconds. */
  close(): Promise<void>;
}

export interface RecorderOptions {
  readonly api: ApiConnection;
  readonly live: LiveIndex;
  readonly origin: EventOrigin;
  /** Told once for each thing that keeps Events from being written. */
  readonly warn: (message: string) => void;
}

/** What waits while the API server is slow; more is dropped, the oldest first. */
const WAITING = 1000;

/** An event that says the same again is counted on the one that is there, at most once in this time. */
const COUNT_MILLISECONDS = 60_000;

/** How many events are remembered for that. API servers forget theirs after an hour. */
const REMEMBERED = 5000;

const FORBIDDEN_MILLISECONDS = 600_000;
const TIMEOUT_MILLISECONDS = 3000;

export const recordEvents = (options: RecorderOptions): EventRecorder => new Recorder(options);

/** An Event that was written, by what it says. */
interface Written {
  readonly path: string;
  count: number;
  writtenAt: number;
}

class Recorder implements EventRecorder {
  readonly #options: RecorderOptions;
  readonly #waiting: { readonly event: ClusterEvent; readonly target: LiveObject }[] = [];
  readonly #written = new Map<string, Written>();
  readonly #buckets = new Map<string, TokenBucket>();
  #serial = 0;
  #silentUntil = 0;
  #warned: string | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  record(event: ClusterEvent): void {
    if (performance.now() < this.#silentUntil) return;
    for (const target of eventTargets(event, this.#options.live)) this.#waiting.push({ event, target });
    this.#waiting.splice(0, this.#waiting.length - WAITING);
    if (this.#waiting.length > 0) this.#writing ??= this.#writeAll();
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, TIMEOUT_MILLISECONDS);
    });
    await Promise.race([this.#writing, tooLate]);
    clearTimeout(timer);
    this.#waiting.length = 0;
  }

  async #writeAll(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        await this.#write(next.event, next.target);
        this.#warned = undefined;
      } catch (error) {
        await this.#fail(error);
      }
    }
    this.#writing = undefined;
  }

  async #write(event: ClusterEvent, target: LiveObject): Promise<void> {
    const now = performance.now();
    const { namespace = '', name } = target.metadata;
    const key = [namespace, target.kind, name, event.type, event.reason, event.message].join('\n');
    const written = this.#written.get(key);
    if (written) return this.#count(written, key, event, target, now);
    const bucket = this.#buckets.get(`${namespace}/${name}`) ?? new TokenBucket(now);
    this.#buckets.set(`${namespace}/${name}`, bucket);
    if (bucket.take(now)) await this.#create(event, target, key, now);
  }

  async #create(event: ClusterEvent, target: LiveObject, key: string, now: number): Promise<void> {
    const { api, origin } = this.#options;
    this.#serial = (this.#serial + 1) % 0x10000;
    const body = buildEvent(event, target, origin, Date.now(), this.#serial) as { readonly metadata: { readonly name: string } };
    const path = `/api/v1/namespaces/${encodeURIComponent(target.metadata.namespace ?? 'default')}/events`;
    await api.call({ method: 'POST', path, body, timeoutMilliseconds: TIMEOUT_MILLISECONDS });
    this.#written.set(key, { path: `${path}/${encodeURIComponent(body.metadata.name)}`, count: 1, writtenAt: now });
    forgetOldest(this.#written, REMEMBERED);
    forgetOldest(this.#buckets, REMEMBERED);
  }

  async #count(written: Written, key: string, event: ClusterEvent, target: LiveObject, now: number): Promise<void> {
    written.count++;
    if (now - written.writtenAt < COUNT_MILLISECONDS) return;
    const body = { count: written.count, lastTimestamp: eventTime(Date.now()) };
    try {
      await this.#options.api.call({ method: 'PATCH', path: written.path, body, timeoutMilliseconds: TIMEOUT_MILLISECONDS });
      written.writtenAt = now;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      this.#written.delete(key);
      await this.#create(event, target, key, now);
    }
  }

  async #fail(error: unknown): Promise<void> {
    if (error instanceof ApiError && error.status === 403) {
      // A server that is starting knows no rights yet.
      if (!(await askReady(this.#options.api).catch(() => false))) return;
      this.#silentUntil = performance.now() + FORBIDDEN_MILLISECONDS;
      this.#waiting.length = 0;
    }
    const message = error instanceof Error ? error.message : String(error);
    if (message === this.#warned) return;
    this.#warned = message;
    this.#options.warn(`Kubernetes Events are not written: ${message}`);
  }
}

function forgetOldest(map: Map<string, unknown>, limit: number): void {
  for (const key of map.keys()) {
    if (map.size <= limit) return;
    map.delete(key);
  }
}
