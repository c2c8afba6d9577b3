import type { Command } from 'commander';
import type { WantedWeight } from '../../core/traffic/plan-traffic-edit.ts';

/** Reads `v1 70 v2 30`: stacks, each followed by its weight. */
export function weightPairs(words: readonly string[], command: Command): readonly WantedWeight[] {
  if (words.length % 2 === 1) command.error(`error: the stack '${words.at(-1)}' is without a weight`);
  return words.flatMap((stack, index) => (index % 2 === 0 ? [{ stack, weight: words[index + 1] ?? '' }] : []));
}
