import { describe, expect, it } from 'vitest';
import { servedMetrics } from '../test/served-metrics.ts';
import { buildDashboard } from './dashboard.ts';
import { ROWS } from './panels.ts';
import { readPromql } from './promql.ts';

const queries = ROWS.flatMap(({ panels }) =>
  panels.flatMap(({ title, queries: ofPanel }) => ofPanel.map((query) => ({ title, ...query }))),
);

describe('the dashboard', () => {
  it.for(queries)('$title asks for metrics that are served, by labels that they have', async ({ expression, legend }) => {
    const served = await servedMetrics();
    const metrics = readPromql(expression).series.map((series) => served.find(({ seriesNames }) => seriesNames.includes(series)));
    expect(metrics).not.toContain(undefined);
    const labels = new Set([...metrics.flatMap((metric) => metric?.labels ?? []), 'instance']);
    expect([...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label).filter((label) => !labels.has(String(label)))).toEqual([]);
  });

  it('shows every metric of StackSets and stacks', async () => {
    const shown = new Set(queries.flatMap(({ expression }) => readPromql(expression).series));
    const ofStackSets = (await servedMetrics()).filter(({ name, labels }) => name.startsWith('stackset_') && labels.includes('namespace'));
    expect(ofStackSets.length).toBeGreaterThan(6);
    expect(ofStackSets.filter(({ name }) => !shown.has(name))).toEqual([]);
  });

  it('has panels that do not overlap, and ids of their own', () => {
    const { panels } = buildDashboard() as { panels: readonly { id: number; gridPos: { x: number; y: number; w: number; h: number } }[] };
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});
