/** One measured number, with its goal if it has one. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: 's' | 'MB' | '% of a core' | 'times' | 'commits';
  /** The value must be below it, or equal where `inclusive`. */
  readonly goal?: number;
  readonly remark?: string;
}

/** What all parts of the benchmark are given. */
export interface Bench {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly progress: (text: string) => void;
  /** A tenth of the sizes and rounds: to see that it works. */
  readonly quick: boolean;
}

export const isMet = ({ value, goal }: Row): boolean => goal === undefined || value <= goal;

/** @param share 0.5 for the median; of few values it is the next higher one */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function formatTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => {
    const { what, value, unit, goal, remark = '' } = row;
    const judged = goal === undefined ? ['', ''] : [`at most ${goal}`, isMet(row) ? 'pass' : 'FAIL'];
    return [what, `${value.toFixed(value < 100 ? 2 : 0)} ${unit}`, ...judged, remark];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()
        .concat('\n'),
    )
    .join('');
}
