import type { SyncConfig } from '../../../core/model/sync-config.ts';
import type { DeliverySource } from '../../delivery/delivery-api.ts';
import type { Cluster } from '../../kubernetes/cluster.ts';
import { Controller } from '../controller.ts';
import type { PassObserver } from '../pass-observer.ts';
import type { PassReport } from '../pass-report.ts';
import type { Clock } from '../ports.ts';
import { followDeliveries } from './follow-deliveries.ts';
import { controllerSettings, openSyncRepository, type SessionOptions } from './session.ts';

export interface OnceOptions extends SessionOptions {
  readonly cluster: Cluster;
  readonly source: DeliverySource;
  readonly clock: Clock;
  readonly observer: PassObserver;
}

/** How long a cluster has to show itself before nothing is decided. */
const PATIENCE = 30_000;

/** Makes one pass: at most one commit, pushed. */
export async function syncOnce(config: SyncConfig, options: OnceOptions): Promise<PassReport> {
  const { cluster, source, clock, observer } = options;
  const repository = await openSyncRepository(config, options);
  try {
    const parts = { source, live: cluster.snapshot(), history: repository, clock, mayAct: () => true, tell: () => undefined };
    const deliveries = followDeliveries(config, parts);
    const acting = { repository, cluster, deliveries, clock, observer, mayAct: () => true };
    const controller = new Controller({ ...controllerSettings(config), ...acting });
    await cluster.settled(PATIENCE);
    const report = await controller.pass(true, new AbortController().signal);
    await deliveries.look();
    return report;
  } finally {
    await repository.close();
  }
}
