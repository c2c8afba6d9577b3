import type { ApiConnection } from '../connection/api-connection.ts';
import { ApiError } from '../connection/cluster-error.ts';
import { buildLease, type LeasePlace, parseLease, type SeenLease } from './lease-object.ts';

const TIMEOUT_MILLISECONDS = 3000;

/** One Lease of the API server, which lets nobody write over what they have not seen. */
export class LeaseStore {
  readonly #api: Pick<ApiConnection, 'call'>;
  readonly #place: LeasePlace;

  constructor(api: Pick<ApiConnection, 'call'>, place: LeasePlace) {
    this.#api = api;
    this.#place = place;
  }

  /** undefined where there is none. */
  async read(): Promise<SeenLease | undefined> {
    try {
      return parseLease(await this.#api.call({ path: this.#path, timeoutMilliseconds: TIMEOUT_MILLISECONDS }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /**
   * Throws an ApiError of status 409 where somebody else has written since.
   * @param holder '' gives it up
   * @param seen what is written over; undefined where there is none
   */
  async write(holder: string, durationSeconds: number, seen: SeenLease | undefined): Promise<SeenLease> {
    const request = seen ? ({ method: 'PUT', path: this.#path } as const) : ({ method: 'POST', path: this.#listPath } as const);
    const body = buildLease(this.#place, holder, durationSeconds, seen, Date.now());
    return parseLease(await this.#api.call({ ...request, body, timeoutMilliseconds: TIMEOUT_MILLISECONDS }));
  }

  get #listPath(): string {
    return `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(this.#place.namespace)}/leases`;
  }

  get #path(): string {
    return `${this.#listPath}/${encodeURIComponent(this.#place.name)}`;
  }
}
