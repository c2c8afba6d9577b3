import { hostname } from 'node:os';
import type { SyncConfig } from '../../../core/model/sync-config.ts';
import { recordEvents } from '../../kubernetes/events/event-recorder.ts';
import { PassEvents } from '../../kubernetes/events/pass-events.ts';
import { PassStatuses } from '../../kubernetes/status/pass-statuses.ts';
import { writeStatuses } from '../../kubernetes/status/status-writer.ts';
import { allOf, type PassObserver } from '../pass-observer.ts';
import type { WatchedCluster } from './watch-cluster.ts';

/** Tells the cluster what the controller does: Events where they are wanted, and statuses of StackSets and Stacks that are applied. */
export interface ClusterTeller {
  readonly observer: PassObserver;
  close(): Promise<void>;
}

/** In a dry run nothing is told that is not done. */
export function tellCluster(
  { events, dryRun }: Pick<SyncConfig, 'events' | 'dryRun'>,
  { api, cluster }: WatchedCluster,
  warn: (message: string) => void,
): ClusterTeller {
  const told = { api, live: cluster.snapshot(), warn };
  const statuses = writeStatuses(told);
  const recorder = recordEvents({ ...told, origin: { component: 'stackset-sync', instance: hostname() } });
  const observers = [...(events ? [new PassEvents(recorder)] : []), new PassStatuses(statuses, told.live)];
  return {
    observer: allOf(dryRun ? [] : observers),
    close: async () => {
      await Promise.all([statuses.close(), recorder.close()]);
    },
  };
}
