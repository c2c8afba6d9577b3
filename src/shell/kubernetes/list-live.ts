import type { ApiConnection } from './connection/api-connection.ts';
import { ApiError } from './connection/cluster-error.ts';
import type { LiveObject } from './live-object.ts';
import { isServed } from './observe/is-served.ts';
import { listPages } from './observe/list-pages.ts';
import { type ObservedResource, observedResource, WATCHED_KINDS } from './observe/observed-resource.ts';

/**
 * All live objects of StackSets, and StackSets and Stacks where the cluster has their CRDs, whole: what `kubectl get` would put into a
 * dump. Throws an ApiError where one of the kinds may not be listed.
 * @param namespace all where it is undefined
 */
export async function listLive(api: ApiConnection, namespace: string | undefined): Promise<readonly LiveObject[]> {
  const lists = await Promise.all(WATCHED_KINDS.map((kind) => listKind(api, observedResource(kind), namespace)));
  return lists.flat();
}

async function listKind(api: ApiConnection, resource: ObservedResource, namespace: string | undefined): Promise<readonly LiveObject[]> {
  try {
    const { items } = await listPages(api, resource, namespace, (item) => withKind(resource, item));
    return items;
  } catch (error) {
    if (resource.isOptional && (await isMissing(api, resource, error))) return [];
    throw error;
  }
}

async function isMissing(api: ApiConnection, resource: ObservedResource, error: unknown): Promise<boolean> {
  if (!(error instanceof ApiError)) return false;
  return error.status === 404 || (error.status === 403 && !(await isServed(api, resource)));
}

/** An item of a list does not say its kind; who wrote which field is most of its size, and nothing reads it. */
function withKind({ apiVersion, kind }: ObservedResource, item: unknown): LiveObject {
  const object = item as LiveObject;
  const { managedFields: _managedFields, ...metadata } = object.metadata as LiveObject['metadata'] & { readonly managedFields?: unknown };
  return { ...object, apiVersion, kind, metadata: metadata as LiveObject['metadata'] };
}
