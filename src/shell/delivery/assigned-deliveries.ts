import type { DeliveryReference } from '../../core/model/delivery.ts';
import type { AppliedBy } from '../../core/model/sync-config.ts';
import { foldersFrom } from '../controller/find-packages.ts';

/** What a SyncConfig says to apply a package: all that it names for the innermost folder around it. */
export function assignedDeliveries(folder: string, appliedBy: readonly AppliedBy[]): readonly DeliveryReference[] {
  for (const above of foldersFrom(folder)) {
    const found = appliedBy.filter(({ path }) => path === above);
    if (found.length > 0) return found.map(({ kind, namespace, name }) => ({ kind, namespace, name }));
  }
  return [];
}
