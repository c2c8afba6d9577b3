import { RemoteError } from '../../git/remote-error.ts';
import type { Freshness } from '../../kubernetes/cluster.ts';
import { progressLimit, type SyncHealth } from '../../server/judge-health.ts';
import { NO_OBSERVER, type PassObserver } from '../pass-observer.ts';
import type { Clock } from '../ports.ts';
import type { SyncLoop } from '../sync-loop.ts';

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

interface HealthSource {
  readonly loop: Pick<SyncLoop, 'lastProgress'>;
  readonly clock: Clock;
  readonly pollInterval: number;
  readonly isLeader: () => boolean;
  /** Who leads; undefined while nobody is known to. */
  readonly leader: () => string | undefined;
  readonly freshness: () => Freshness;
  readonly repository: () => SyncHealth['repository'];
}

/** What the probes are answered from, as of now. */
export function healthOf({ loop, clock, pollInterval, isLeader, leader, freshness, repository }: HealthSource): SyncHealth {
  const now = Date.now();
  const reached = repository();
  return {
    now,
    // The loop measures by a clock that never jumps.
    lastProgress: now - (clock.elapsed() - loop.lastProgress),
    progressLimit: progressLimit(pollInterval),
    role: isLeader() ? 'leader' : leader() === undefined ? 'starting' : 'standby',
    observation: freshness(),
    ...(reached && { repository: reached }),
  };
}
