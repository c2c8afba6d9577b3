import { fieldAt } from '../../../core/schema/field-at.ts';
import type { ApiConnection } from '../connection/api-connection.ts';
import { listAt, textAt } from '../live-object.ts';
import { type ObservedResource, pathOf } from './observed-resource.ts';

/** Small enough that parsing one does not hold up everything else: measured, 250 Deployments take some 10 ms. */
const PAGE_SIZE = 250;

/** A page of a cluster that has much to do may take a while. */
const TIMEOUT_MILLISECONDS = 30_000;

export interface Listing<T> {
  readonly items: readonly T[];
  /** From which a watch goes on. */
  readonly resourceVersion: string;
}

/**
 * Lists a kind as it is now: without a resourceVersion the API server answers with nothing older than the request.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 * @param keep what is made of each item; a page is forgotten before the next one comes
 */
export async function listPages<T>(
  api: ApiConnection,
  resource: ObservedResource,
  namespace: string | undefined,
  keep: (item: unknown) => T,
  signal?: AbortSignal,
): Promise<Listing<T>> {
  const items: T[] = [];
  for (let next = ''; ; ) {
    const query = new URLSearchParams({
      limit: String(PAGE_SIZE),
      ...(resource.labelSelector !== undefined && { labelSelector: resource.labelSelector }),
      ...(next !== '' && { continue: next }),
    });
    const page = await api.call({
      path: `${pathOf(resource, namespace)}?${query}`,
      timeoutMilliseconds: TIMEOUT_MILLISECONDS,
      ...(signal && { signal }),
    });
    for (const item of listAt(page, ['items'])) items.push(keep(item));
    next = textAt(page, ['metadata', 'continue']) ?? '';
    if (next === '') return { items, resourceVersion: String(fieldAt(page, ['metadata', 'resourceVersion']) ?? '') };
  }
}
