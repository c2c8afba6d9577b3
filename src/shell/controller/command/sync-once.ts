import type { SyncConfig } from '../../../core/model/sync-config.ts';
import type { Cluster } from '../../kubernetes/cluster.ts';
import { Controller } from '../controller.ts';
import type { PassObserver } from '../pass-observer.ts';
import type { PassReport } from '../pass-report.ts';
import type { Clock } from '../ports.ts';
import { controllerSettings, openSyncRepository, type SessionOptions } from './session.ts';

export interface OnceOptions extends SessionOptions {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly observer: PassObserver;
}

/** How long a cluster has to show itself before nothing is decided. */
const PATIENCE = 30_000;

/** Makes one pass: at most one commit, pushed. */
export async function syncOnce(config: SyncConfig, options: OnceOptions): Promise<PassReport> {
  const { cluster, clock, observer } = options;
  const repository = await openSyncRepository(config, options);
  try {
    const controller = new Controller({ ...controllerSettings(config), repository, cluster, clock, observer, mayAct: () => true });
    await cluster.settled(PATIENCE);
    return await controller.pass(true, new AbortController().signal);
  } finally {
    await repository.close();
  }
}
