import { inTurns } from '../controller/in-turns.ts';
import type { ApiConnection } from '../kubernetes/connection/api-connection.ts';
import { isLiveObject, type LiveObject, stackSetOf } from '../kubernetes/live-object.ts';
import { DeliveryApi } from './delivery-api.ts';
import { distinct, findDeliveries } from './find-deliveries.ts';

const READS_AT_ONCE = 16;

/**
 * What applied some live objects, as it is; without what may not be read.
 * @param argoCDNamespace where Applications are that are named without a namespace
 */
export async function listDeliveries(
  api: ApiConnection,
  objects: readonly LiveObject[],
  argoCDNamespace: string,
): Promise<readonly LiveObject[]> {
  const groups = new Map<string, LiveObject[]>();
  for (const object of objects) {
    const key = `${object.metadata.namespace ?? ''}\n${stackSetOf(object) ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(object);
    else groups.set(key, [object]);
  }
  const references = distinct([...groups.values()].flatMap((group) => findDeliveries(group, argoCDNamespace)));
  const source = new DeliveryApi(api, () => undefined);
  const found = await inTurns(references, READS_AT_ONCE, (reference) => source.read(reference));
  return found.filter(isLiveObject);
}
