import { listDeliveries } from '../delivery/list-deliveries.ts';
import type { ApiConnection } from '../kubernetes/connection/api-connection.ts';
import { ApiError } from '../kubernetes/connection/cluster-error.ts';
import { connectApi } from '../kubernetes/connection/connect-api.ts';
import type { ClusterChoice } from '../kubernetes/connection/load-kube-config.ts';
import { listLive } from '../kubernetes/list-live.ts';
import { LiveObjects } from '../kubernetes/live-objects.ts';
import { readPackages } from '../package/read-packages.ts';
import type { PlanScope } from './read-plan-objects.ts';

export interface ClusterRequest extends PlanScope {
  readonly choice: ClusterChoice;
  /** Where Applications are that live objects name without a namespace: then what applied the objects is read too. */
  readonly argoCDNamespace?: string;
}

export interface ClusterReading {
  readonly live: LiveObjects;
  /** The URL of its API server. */
  readonly server: string;
}

/**
 * Reads the live objects of StackSets from a cluster. Who may not list them in all namespaces gets those of the packages.
 * Throws a ClusterError or an ApiError where that does not work.
 */
export async function readCluster(request: ClusterRequest): Promise<ClusterReading> {
  const api = connectApi(request.choice);
  try {
    const { argoCDNamespace } = request;
    const objects = await listAllowed(api, request);
    const deliveries = argoCDNamespace === undefined ? [] : await listDeliveries(api, objects, argoCDNamespace);
    return { live: new LiveObjects([...objects, ...deliveries]), server: withoutUser(api.server) };
  } finally {
    api.close();
  }
}

/** A URL may name a user with a password. */
function withoutUser(server: string): string {
  const { protocol, host, pathname } = new URL(server);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

async function listAllowed(api: ApiConnection, request: ClusterRequest): ReturnType<typeof listLive> {
  const { directories, namespace } = request;
  if (directories.length === 0) return listLive(api, namespace);
  try {
    return await listLive(api, undefined);
  } catch (error) {
    const namespaces = namespacesOf(request);
    if (!(error instanceof ApiError) || error.status !== 403 || namespaces === undefined) throw error;
    return (await Promise.all(namespaces.map((name) => listLive(api, name)))).flat();
  }
}

/** undefined where a package names no namespace, and the command line none for it. */
function namespacesOf({ directories, namespace, configFile, build, choice }: ClusterRequest): readonly string[] | undefined {
  const { packages, invalid } = readPackages({
    directories,
    workingDirectory: choice.workingDirectory,
    ...(configFile !== undefined && { configFile }),
    ...(build && { build }),
  });
  const named = [...packages, ...invalid].map(({ stackSet }) => stackSet.metadata.namespace ?? namespace);
  return named.includes(undefined) ? undefined : [...new Set(named as readonly string[])];
}
