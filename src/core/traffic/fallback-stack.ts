import type { StackSituation } from '../lifecycle/situation.ts';
import { parseTimestamp } from '../model/timestamp.ts';

/**
 * The stack that takes everything where nothing says which one should: the one that lost its traffic last, else the oldest.
 * @param stacks in the order of creation
 */
export function fallbackStack(stacks: readonly StackSituation[]): string | undefined {
  let latest: { readonly name: string; readonly since: number } | undefined;
  for (const { name, before } of stacks) {
    const since = parseTimestamp(before?.noTrafficSince ?? '');
    if (since !== undefined && (latest === undefined || since > latest.since)) latest = { name, since };
  }
  return latest?.name ?? stacks[0]?.name;
}
