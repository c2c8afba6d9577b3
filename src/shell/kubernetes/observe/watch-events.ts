import { fieldAt } from '../../../core/schema/field-at.ts';
import type { ApiConnection } from '../connection/api-connection.ts';
import { ApiError, ClusterError } from '../connection/cluster-error.ts';
import { countAt, textAt } from '../live-object.ts';
import { type ObservedResource, pathOf } from './observed-resource.ts';
import { splitLines } from './split-lines.ts';

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes */
export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: unknown }
  /** Nothing changed up to the object's resourceVersion. */
  | { readonly type: 'BOOKMARK'; readonly object: unknown };

/**
 * How long the API server is asked to keep a watch open. Short, because a connection whose other end is gone (the machine of one of
 * several API servers lost its power) says nothing: this bounds how long it is believed.
 */
const WATCH_SECONDS = 30;

/** After which an API server that does not end a watch as asked is taken for gone. */
const GRACE_SECONDS = 5;

/**
 * The changes of a kind since a resourceVersion, until the API server ends the watch as it was asked to. Throws an ApiError where it ends
 * it with an error, of status 410 where it no longer has the changes since then; a ClusterError where the connection is lost.
 * @param opened called once the API server has agreed
 */
export async function* watchEvents(
  api: ApiConnection,
  resource: ObservedResource,
  namespace: string | undefined,
  resourceVersion: string,
  opened: () => void,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const query = new URLSearchParams({
    watch: 'true',
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(WATCH_SECONDS),
    resourceVersion,
    ...(resource.labelSelector !== undefined && { labelSelector: resource.labelSelector }),
  });
  const response = await api.open({ path: `${pathOf(resource, namespace)}?${query}`, signal });
  const silence = new ClusterError('the API server did not end a watch when it should have');
  const timer = setTimeout(() => response.destroy(silence), (WATCH_SECONDS + GRACE_SECONDS) * 1000);
  try {
    const status = response.statusCode ?? 0;
    if (status !== 200) throw new ApiError(status, `the API server does not let us watch ${resource.plural}: it answered ${status}`);
    opened();
    for await (const line of splitLines(response)) yield eventOf(line);
  } catch (error) {
    if (error instanceof ApiError || error instanceof ClusterError || signal.aborted) throw error;
    throw new ClusterError('the connection to the API server broke off', { cause: error });
  } finally {
    clearTimeout(timer);
    response.destroy();
  }
}

function eventOf(line: string): WatchEvent {
  const { type, object } = parsed(line);
  if (type === 'ERROR') {
    throw new ApiError(countAt(object, ['code']) ?? 500, textAt(object, ['message']) ?? 'the API server ended the watch with an error');
  }
  return { type, object } as WatchEvent;
}

function parsed(line: string): { readonly type: unknown; readonly object: unknown } {
  try {
    const value: unknown = JSON.parse(line);
    return { type: fieldAt(value, ['type']), object: fieldAt(value, ['object']) };
  } catch {
    throw new ClusterError('the connection to the API server broke off within a message');
  }
}
