import type { ApiConnection } from '../connection/api-connection.ts';
import { ApiError } from '../connection/cluster-error.ts';
import { listAt, textAt } from '../live-object.ts';
import type { ObservedResource } from './observed-resource.ts';

/**
 * Whether the API server has a kind, by discovery, which every account may read. A list that is forbidden does not tell: rights are
 * checked before it is looked whether there is anything to list.
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles
 */
export async function isServed(api: ApiConnection, { apiVersion, plural }: ObservedResource, signal?: AbortSignal): Promise<boolean> {
  try {
    const resources = await api.call({ path: `/apis/${apiVersion}`, ...(signal && { signal }) });
    return listAt(resources, ['resources']).some((resource) => textAt(resource, ['name']) === plural);
  } catch (error) {
    if (error instanceof ApiError) return error.status !== 404;
    throw error;
  }
}
