import { RemoteError } from '../../git/remote-error.ts';
import type { SyncHealth } from '../../server/judge-health.ts';
import { NO_OBSERVER, type PassObserver } from '../pass-observer.ts';

/** Remembers whether the server of the repository was reached. */
export class RepositoryHealth implements PassObserver {
  readonly looked = NO_OBSERVER.looked;
  #repository: SyncHealth['repository'];

  get repository(): SyncHealth['repository'] {
    return this.#repository;
  }

  passed(): void {
    this.#repository = { reachable: true };
  }

  refused(refusal: Parameters<PassObserver['refused']>[0], message: string): void {
    if (refusal === 'network') this.#repository = { reachable: false, reason: message };
  }

  failed(error: unknown): void {
    if (error instanceof RemoteError) this.#repository = { reachable: false, reason: error.message };
  }
}
