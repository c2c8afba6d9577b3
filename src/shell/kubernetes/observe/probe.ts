import type { ApiConnection } from '../connection/api-connection.ts';
import { ClusterError } from '../connection/cluster-error.ts';
import { type Moment, presentMoment } from '../moment.ts';

const ANSWER_MILLISECONDS = 3000;
const INTERVAL_MILLISECONDS = 5000;

/** While nothing is decided it is asked more often, so that it goes on soon. */
const RETRY_INTERVAL_MILLISECONDS = 1000;

/**
 * The longest time without an answer that is no silence. Freshness is judged by it too, since a process that was stopped itself goes on
 * before its timers do.
 */
export const LONGEST_SILENCE_SECONDS = (INTERVAL_MILLISECONDS + ANSWER_MILLISECONDS) / 1000 + 1;

export type ProbeState =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'answered'; readonly at: Moment }
  | { readonly kind: 'silent'; readonly reason: string };

/**
 * Asks the API server every five seconds whether it is there and ready, its etcd included: watches alone do not tell, for a server that
 * hangs sends nothing, as one that has nothing to say. https://kubernetes.io/docs/reference/using-api/health-checks/
 */
export class Probe {
  readonly #api: ApiConnection;
  readonly #changed: () => void;
  #state: ProbeState = { kind: 'unasked' };
  #asking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(api: ApiConnection, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  get state(): ProbeState {
    return this.#state;
  }

  /** Resolves with the answer, or three seconds later without one. Who asks meanwhile gets the same answer. */
  ask(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  start(): void {
    void this.ask().then(() => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => this.start(), this.#state.kind === 'answered' ? INTERVAL_MILLISECONDS : RETRY_INTERVAL_MILLISECONDS);
    });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    const asked = presentMoment();
    const reason = await askReady(this.#api).then(
      () => undefined,
      (error: unknown) => (error instanceof ClusterError ? error.message : String(error)),
    );
    if (this.#stopped) return;
    this.#state = reason === undefined ? { kind: 'answered', at: asked } : { kind: 'silent', reason };
    this.#changed();
  }
}

/**
 * Asks whether the API server is ready. Throws a ClusterError where it does not answer in three seconds, or says that it is not.
 * @returns whether it says that it is: a proxy may not let the path through, and a server that is starting knows no rights yet, not
 * even those to this
 */
export async function askReady(api: ApiConnection, signal?: AbortSignal): Promise<boolean> {
  const response = await api.open({ path: '/readyz', timeoutMilliseconds: ANSWER_MILLISECONDS, ...(signal && { signal }) });
  response.resume();
  const status = response.statusCode ?? 0;
  if (status === 401) throw new ClusterError('the API server refuses our credentials (401)');
  if (status >= 500) throw new ClusterError(`the API server says that it is not ready (${status})`);
  return status === 200;
}
