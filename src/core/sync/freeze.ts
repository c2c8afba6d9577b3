import type { Blocked } from '../model/decision.ts';
import type { Freeze } from '../model/freeze.ts';
import type { Timestamp } from '../model/state.ts';
import { parseTimestamp } from '../model/timestamp.ts';

type Frozen = Extract<Blocked, { readonly reason: 'Frozen' }>;

/** @param controller id of the one that asks; undefined for one that nobody has named yet, which a freeze of some controllers is not for */
export interface FreezeQuestion {
  readonly freeze?: Freeze;
  readonly controller: string | undefined;
  readonly now: Timestamp;
}

/**
 * A file in the repository stops all decisions of the controllers that it is for. It is at an end from its time on, to the second; a time
 * that cannot be read never comes.
 */
export function checkFreeze({ freeze, controller, now }: FreezeQuestion): readonly Frozen[] {
  if (!freeze) return [];
  const { path, why, until, controllers, problems } = freeze;
  const isOurs = controllers === undefined || (controller !== undefined && controllers.includes(controller));
  const end = until === undefined ? undefined : parseTimestamp(until);
  const isOver = end !== undefined && (parseTimestamp(now) ?? 0) >= end;
  if (!isOurs || isOver) return [];
  return [{ reason: 'Frozen', path, why, ...(until !== undefined && { until }), problems }];
}

/** When a freeze ends by itself; undefined where nothing is frozen, or a person has to end it. */
export const endOfFreeze = (blocked: readonly Blocked[]): Timestamp | undefined =>
  blocked.flatMap((one) => (one.reason === 'Frozen' && one.until !== undefined ? [one.until] : []))[0];
