import type { PassOutcome } from '../../src/shell/controller/pass-report.ts';
import type { StackSetReport } from '../../src/shell/controller/stack-set-report.ts';
import { createMetrics } from '../../src/shell/metrics/create-metrics.ts';

interface ServedMetric {
  readonly name: string;
  readonly type: string;
  /** In the order of a series; without a histogram's `le`. */
  readonly labels: readonly string[];
  /** Names of its series: of a histogram `NAME_bucket`, `NAME_sum`, `NAME_count`. */
  readonly seriesNames: readonly string[];
}

/** All metrics of a controller that has seen everything once, as a scrape shows them: what documents, dashboards and alerts are held to. */
export async function servedMetrics(): Promise<readonly ServedMetric[]> {
  const lines = (await readAfterAll()).split('\n');
  return lines.flatMap((line) => {
    const [, name = '', type = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (name === '') return [];
    const seriesNames = type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name];
    const series = lines.filter((other) => seriesNames.some((wanted) => other.startsWith(`${wanted}{`) || other.startsWith(`${wanted} `)));
    // Node's own have series only while it does something of the kind.
    if (series.length === 0 && name.startsWith('stackset_')) throw new Error(`${name} has no series after all that could happen`);
    const labels = new Set(
      series.flatMap((text) => [...text.matchAll(/[{,](\w+)="/g)].flatMap(([, label = '']) => (label === 'le' ? [] : [label]))),
    );
    return [{ name, type, labels: [...labels], seriesNames }];
  });
}

async function readAfterAll(): Promise<string> {
  const metrics = createMetrics({
    version: '1.2.3',
    now: () => 0,
    isLeader: () => true,
    freshness: () => ({ fresh: true, ageSeconds: 1 }),
  });
  const stack = { name: 'shop-v1', stack: { metadata: {} }, desiredWeight: 100, readiness: { ready: true }, state: { weight: 100 } };
  const decision = {
    decision: { stacks: [stack] },
    blocked: [{ reason: 'NotApplied' }],
    events: [{ type: 'StackRevived', stack: 'shop-v1' }],
  };
  const report = { id: 'shop', namespace: 'default', name: 'shop', decision } as unknown as StackSetReport;
  const outcome = { kind: 'committed', changes: [{ kind: 'decided', name: 'shop', decision }] } as unknown as PassOutcome;
  metrics.looked(report, 1);
  metrics.passed({ outcome, stackSets: [report], looked: new Set(), lostRaces: 0, seconds: 1 });
  metrics.refused('race', 'overtaken', 100);
  metrics.failed(new Error('timed out'), 1000);
  metrics.webhookAnswered(202);
  return (await metrics.read()).text;
}
