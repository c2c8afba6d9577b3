import type { TrafficWeights } from '../../core/traffic/round-weights.ts';
import { formatTable } from '../demo/format-table.ts';
import { percent } from './format-traffic.ts';
import type { PlannedEdit } from './plan-traffic.ts';
import type { StackSetTraffic } from './read-traffic.ts';

/** The file, and below it what is asked for otherwise than before; or that nothing is. */
export function formatEdit({ traffic, before, after, change }: PlannedEdit): string {
  const changed = [...after].filter(([name, weight]) => before.get(name) !== weight);
  const heading = change
    ? `${traffic.source.file}: traffic of ${traffic.stackSet.metadata.name}`
    : `${traffic.source.file}: nothing to change`;
  const rows =
    changed.length > 0 ? changed.map(([name, weight]) => [name, percent(before.get(name)), '->', percent(weight)]) : withWeight(after);
  const lines = formatTable(rows, new Set([1, 3])).map((line) => `  ${line}`);
  return [heading, ...lines].map((line) => `${line}\n`).join('');
}

const withWeight = (weights: TrafficWeights): readonly (readonly string[])[] =>
  [...weights].filter(([, weight]) => weight > 0).map(([name, weight]) => [name, percent(weight)]);

/** What has to be done for a change of the file to have an effect. */
export function explainEdit({ stacks, live, hasState, folder }: StackSetTraffic): string {
  return hasState && stacks.every((stack) => live.has(stack))
    ? 'Commit it: the sync controller moves the traffic, as the stacks get ready.\n'
    : `Run \`stackset render ${folder}\` and commit what it writes.\n`;
}
