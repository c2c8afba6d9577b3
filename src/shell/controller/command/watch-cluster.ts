import type { SyncConfig } from '../../../core/model/sync-config.ts';
import type { CommandContext } from '../../cli/command-context.ts';
import type { Cluster } from '../../kubernetes/cluster.ts';
import type { ApiConnection } from '../../kubernetes/connection/api-connection.ts';
import { connectApi } from '../../kubernetes/connection/connect-api.ts';
import { observeCluster } from '../../kubernetes/observe/observe-cluster.ts';

export interface WatchedCluster {
  readonly api: ApiConnection;
  readonly cluster: Cluster;
}

/** Begins to watch the cluster of the settings. */
export function watchCluster(
  { cluster }: SyncConfig,
  { environment, workingDirectory }: Pick<CommandContext, 'environment' | 'workingDirectory'>,
  warn: (message: string) => void,
): WatchedCluster {
  const { kubeconfig, context, namespaces } = cluster;
  const api = connectApi({
    prefer: 'service-account',
    environment,
    workingDirectory,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
  });
  return { api, cluster: observeCluster(api, { warn, random: Math.random, ...(namespaces && { namespaces }) }) };
}
