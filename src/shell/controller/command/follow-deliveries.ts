import type { SyncConfig } from '../../../core/model/sync-config.ts';
import { WatchedDeliveries, type WatchOptions } from '../../delivery/watched-deliveries.ts';

/** What applies packages, by the settings. In a dry run nothing is asked for that was not pushed. */
export const followDeliveries = (
  { delivery, dryRun }: Pick<SyncConfig, 'delivery' | 'dryRun'>,
  parts: Omit<WatchOptions, 'settings'>,
): WatchedDeliveries => new WatchedDeliveries({ ...parts, settings: { ...delivery, request: delivery.request && !dryRun } });
