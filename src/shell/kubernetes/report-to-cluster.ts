import { hostname } from 'node:os';
import { allOf, type PassObserver } from '../controller/pass-observer.ts';
import type { Cluster } from './cluster.ts';
import type { ApiConnection } from './connection/api-connection.ts';
import { recordEvents } from './events/event-recorder.ts';
import { PassEvents } from './events/pass-events.ts';
import { PassStatuses } from './status/pass-statuses.ts';
import { writeStatuses } from './status/status-writer.ts';

/** Tells the cluster what the controller does: by Events where they are wanted, and by statuses where StackSets and Stacks are applied. */
export interface ClusterReporting {
  readonly observer: PassObserver;
  close(): Promise<void>;
}

export function reportToCluster(
  { api, cluster }: { readonly api: ApiConnection; readonly cluster: Cluster },
  { events, warn }: { readonly events: boolean; readonly warn: (message: string) => void },
): ClusterReporting {
  const live = cluster.snapshot();
  const recorder = recordEvents({ api, live, origin: { component: 'stackset-sync', instance: hostname() }, warn });
  const writer = writeStatuses({ api, live, warn });
  return {
    observer: allOf([...(events ? [new PassEvents(recorder)] : []), new PassStatuses(writer, live)]),
    close: async () => {
      await Promise.all([recorder.close(), writer.close()]);
    },
  };
}
