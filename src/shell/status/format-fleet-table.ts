import type { Style } from '../cli/report/style.ts';
import { visibleText } from '../cli/report/visible-text.ts';
import { formatTable } from '../demo/format-table.ts';
import type { ClusterStatus } from './read-fleet.ts';
import { nameOf, reasonsOf, STANDING_WORDS, weightsOf } from './status-text.ts';

const HEADER = ['CLUSTER', 'STACKSET', 'VERSION', 'WEIGHTS', 'STATE', 'REASON'];

/** A line for each StackSet in each cluster, in the order of the clusters; one for a cluster of which nothing is known, or that has none. */
export function formatFleetTable(clusters: readonly ClusterStatus[], style: Style): string {
  const rows = clusters.flatMap(({ cluster, statuses, unknown }) => {
    if (statuses.length === 0) return [[cluster, '-', '-', '-', unknown === undefined ? 'empty' : 'unknown', unknown ?? '']];
    return statuses.map((status) => [
      cluster,
      nameOf(status),
      status.version ?? '-',
      weightsOf(status),
      STANDING_WORDS[status.standing],
      reasonsOf(status),
    ]);
  });
  const [header = '', ...lines] = formatTable(
    [HEADER, ...rows].map((row) => row.map(visibleText)),
    new Set(),
  );
  return [style.dim(header), ...lines].map((line) => `${line}\n`).join('');
}
