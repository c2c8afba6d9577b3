import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/shell/git/repository.ts';
import { servedMetrics } from '../test/served-metrics.ts';
import { ALERTS } from './alerts.ts';
import { readPromql } from './promql.ts';

const project = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, project), 'utf8');

const REFUSALS: readonly Refusal[] = ['race', 'lock', 'permission', 'hook', 'network', 'other'];

/** Of the table in decisions.md, which a test holds complete. */
const reasons = [...read('docs/explanation/decisions.md').matchAll(/^\| `([A-Z]\w+)` \|/gm)].map(([, reason]) => reason);

describe.each(ALERTS)('$name', ({ name, expression, summary }) => {
  it('asks for metrics that are served, and for values that they can have', async () => {
    const { series, matched } = readPromql(expression);
    const served = await servedMetrics();
    const metrics = series.map((wanted) => served.find(({ seriesNames }) => seriesNames.includes(wanted)));
    expect(metrics).not.toContain(undefined);
    const values: Readonly<Record<string, readonly (string | undefined)[]>> = { reason: reasons, refusal: REFUSALS };
    expect(matched.filter(([label, value]) => !values[label]?.includes(value))).toEqual([]);
    const labels = new Set(metrics.flatMap((metric) => metric?.labels ?? []));
    expect([...summary.matchAll(/\$labels\.(\w+)/g)].filter(([, label = '']) => !labels.has(label))).toEqual([]);
  });

  it('has a chapter that says what to do', () => {
    expect(read('docs/howto/operate.md')).toContain(`### ${name}\n`);
  });
});

it('every reason is in an alert, but for the cluster out of sight, which has one of its own', () => {
  const alerted = new Set(ALERTS.flatMap(({ expression }) => readPromql(expression).matched.map(([, value]) => value)));
  expect(reasons.filter((reason) => !alerted.has(String(reason)))).toEqual(['ObservationStale']);
});
