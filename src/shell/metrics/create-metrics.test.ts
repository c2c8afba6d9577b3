import { describe, expect, it } from 'vitest';
import type { PassOutcome } from '../controller/pass-report.ts';
import type { StackSetReport } from '../controller/stack-set-report.ts';
import type { Freshness } from '../kubernetes/cluster.ts';
import { createMetrics, type SyncMetrics } from './create-metrics.ts';

const NOW = Date.parse('2026-03-01T12:00:30Z') / 1000;

interface World {
  readonly freshness?: Freshness;
  readonly leader?: boolean;
}

const metricsOf = (world: () => World = () => ({})): SyncMetrics =>
  createMetrics({ version: '1.2.3', now: () => NOW, isLeader: () => world().leader ?? true, freshness: () => world().freshness });

const pass = (metrics: SyncMetrics, stackSets: readonly object[], outcome: object = { kind: 'unchanged' }, seconds = 0.1): void =>
  metrics.passed({
    outcome: outcome as PassOutcome,
    stackSets: stackSets as readonly StackSetReport[],
    looked: new Set(),
    lostRaces: 0,
    seconds,
  });

/** The lines of our own metrics that have a value. */
async function series(metrics: SyncMetrics, prefix = 'stackset_'): Promise<readonly string[]> {
  return (await metrics.read()).text.split('\n').filter((line) => line.startsWith(prefix));
}

const labelled = (application: string) => ({ metadata: { labels: { application } } });
const stackSet = (namespace: string | undefined, name: string, blocked: readonly string[], decision?: object, fields: object = {}) => ({
  id: name,
  namespace,
  name,
  decision: { decision, blocked: blocked.map((reason) => ({ reason })) },
  ...fields,
});

const SHOP = stackSet(
  'default',
  'shop',
  ['StacksNotReady', 'StillProtected'],
  {
    stacks: [
      { name: 'shop-v1', stack: labelled('shop-app'), desiredWeight: 50, readiness: { ready: true }, state: { weight: 90 } },
      {
        name: 'shop-v2',
        stack: { metadata: {} },
        desiredWeight: 50,
        readiness: { ready: false },
        state: { weight: 10, prescaling: { replicas: 6 } },
      },
    ],
  },
  { stackSet: labelled('shop-app') },
);
const SETTLED = stackSet(undefined, 'blog', [], { stacks: [] });
const PAUSED = stackSet(undefined, 'news', ['OnHold', 'Paused'], undefined, {
  state: { spec: { stacks: [{ name: 'news-v1', weight: 100 }] } },
});

describe('StackSets and stacks', () => {
  it('are told as stackset-controller tells them', async () => {
    const metrics = metricsOf();
    pass(metrics, [SHOP]);
    const v1 = '{namespace="default",stack="shop-v1",application="shop-app"}';
    const v2 = '{namespace="default",stack="shop-v2",application=""}';
    expect(await series(metrics, 'stackset_stack')).toEqual([
      'stackset_stackset_stacks{namespace="default",stackset="shop",application="shop-app"} 2',
      `stackset_stack_desired_traffic_weight${v1} 50`,
      `stackset_stack_desired_traffic_weight${v2} 50`,
      `stackset_stack_actual_traffic_weight${v1} 90`,
      `stackset_stack_actual_traffic_weight${v2} 10`,
      `stackset_stack_ready${v1} 1`,
      `stackset_stack_ready${v2} 0`,
      `stackset_stack_prescaling_active${v1} 0`,
      `stackset_stack_prescaling_active${v2} 1`,
      `stackset_stack_prescaling_replicas${v1} 0`,
      `stackset_stack_prescaling_replicas${v2} 6`,
    ]);
  });

  it('are told with what holds them back, and counted once', async () => {
    const metrics = metricsOf();
    pass(metrics, [SHOP, SETTLED, PAUSED]);
    expect(await series(metrics, 'stackset_sync_blocked')).toEqual([
      'stackset_sync_blocked{namespace="default",stackset="shop",reason="StacksNotReady"} 1',
      'stackset_sync_blocked{namespace="default",stackset="shop",reason="StillProtected"} 1',
      'stackset_sync_blocked{namespace="",stackset="news",reason="OnHold"} 1',
      'stackset_sync_blocked{namespace="",stackset="news",reason="Paused"} 1',
    ]);
    expect(await series(metrics, 'stackset_sync_stacksets')).toEqual([
      'stackset_sync_stacksets{condition="invalid"} 0',
      'stackset_sync_stacksets{condition="not-adopted"} 0',
      'stackset_sync_stacksets{condition="frozen"} 0',
      'stackset_sync_stacksets{condition="paused"} 1',
      'stackset_sync_stacksets{condition="held"} 0',
      'stackset_sync_stacksets{condition="waiting"} 1',
      'stackset_sync_stacksets{condition="settled"} 1',
    ]);
  });

  it('are not said to be unready where nobody looked', async () => {
    const metrics = metricsOf();
    pass(metrics, [PAUSED]);
    expect(await series(metrics, 'stackset_stack_ready')).toEqual([]);
    expect(await series(metrics, 'stackset_stack_actual')).toHaveLength(1);
  });

  it('leave no series when they are gone, or their labels change', async () => {
    const metrics = metricsOf();
    pass(metrics, [SHOP, PAUSED]);
    expect((await series(metrics)).some((line) => line.includes('shop-v2'))).toBe(true);
    const renamed = { ...SHOP, stackSet: labelled('renamed'), decision: { decision: { stacks: [] }, blocked: [] } };
    pass(metrics, [renamed]);
    const lines = await series(metrics);
    expect(lines.filter((line) => /shop-v|news|StacksNotReady|stackset="shop",application="shop-app"/.test(line))).toEqual([]);
    expect(lines.some((line) => line.includes('renamed'))).toBe(true);
    pass(metrics, []);
    expect((await series(metrics)).filter((line) => /shop|renamed/.test(line))).toEqual([]);
  });

  it('are told by the leader alone', async () => {
    let leader = true;
    const metrics = metricsOf(() => ({ leader }));
    pass(metrics, [SHOP]);
    leader = false;
    expect((await series(metrics)).filter((line) => line.includes('shop'))).toEqual([]);
  });

  it('cannot break the format by their names', async () => {
    const metrics = metricsOf();
    pass(metrics, [{ ...SETTLED, stackSet: labelled('a"b\nc\\d') }]);
    expect(await series(metrics, 'stackset_stackset')).toEqual([
      'stackset_stackset_stacks{namespace="",stackset="blog",application="a\\"b\\nc\\\\d"} 0',
    ]);
  });
});

describe('the controller', () => {
  it.for<readonly [string, World, number, string]>([
    ['a fresh observation', { freshness: { fresh: true, ageSeconds: 1.5 } }, 1, '1.5'],
    ['a lost one', { freshness: { fresh: false, since: '2026-03-01T12:00:00Z', reason: 'gone' } }, 0, '30'],
    ['a clock that was set back', { freshness: { fresh: false, since: '2026-03-01T13:00:00Z', reason: 'gone' } }, 0, '0'],
    ['no cluster', {}, 0, 'Nan'],
  ])('tells the age of %s', async ([, world, fresh, age]) => {
    const lines = await series(
      metricsOf(() => world),
      'stackset_sync_observation',
    );
    expect(lines).toEqual([`stackset_sync_observation_fresh ${fresh}`, `stackset_sync_observation_age_seconds ${age}`]);
  });

  it('tells whether it leads, now', async () => {
    let leader = false;
    const metrics = metricsOf(() => ({ leader }));
    expect(await series(metrics, 'stackset_sync_leader')).toEqual(['stackset_sync_leader 0']);
    leader = true;
    expect(await series(metrics, 'stackset_sync_leader')).toEqual(['stackset_sync_leader 1']);
  });

  it('tells its version', async () => {
    expect(await series(metricsOf(), 'stackset_sync_build')).toEqual(['stackset_sync_build_info{version="1.2.3"} 1']);
  });

  it('counts passes, and remembers the last that did not fail', async () => {
    const metrics = metricsOf();
    expect(await series(metrics, 'stackset_sync_last_pass')).toEqual(['stackset_sync_last_pass_timestamp_seconds 0']);
    metrics.failed(new Error('timed out'), 1000);
    expect(await series(metrics, 'stackset_sync_last_pass')).toEqual(['stackset_sync_last_pass_timestamp_seconds 0']);
    pass(metrics, [], { kind: 'committed', changes: [] });
    pass(metrics, [], { kind: 'unchanged' });
    expect(await series(metrics, 'stackset_sync_last_pass')).toEqual([`stackset_sync_last_pass_timestamp_seconds ${NOW}`]);
    expect(await series(metrics, 'stackset_sync_passes_total')).toEqual([
      'stackset_sync_passes_total{result="unchanged"} 1',
      'stackset_sync_passes_total{result="committed"} 1',
      'stackset_sync_passes_total{result="wouldCommit"} 0',
      'stackset_sync_passes_total{result="refused"} 0',
      'stackset_sync_passes_total{result="frozen"} 0',
      'stackset_sync_passes_total{result="dropped"} 0',
      'stackset_sync_passes_total{result="failed"} 1',
    ]);
    expect(await series(metrics, 'stackset_sync_pass_duration_seconds_count')).toEqual(['stackset_sync_pass_duration_seconds_count 2']);
  });

  it('counts commits that are on the server, and what they did', async () => {
    const metrics = metricsOf();
    const events = [
      { type: 'StackRevived', stack: 'shop-v1' },
      { type: 'StackRevived', stack: 'shop-v2' },
    ];
    const decided = { kind: 'decided', name: 'shop', decision: { events } };
    pass(metrics, [], { kind: 'committed', changes: [decided] });
    pass(metrics, [], { kind: 'committed', changes: [{ kind: 'rendered', name: 'shop', created: ['shop-v3'] }] });
    pass(metrics, [], { kind: 'refused', refusal: 'hook', message: 'no', changes: [decided] });
    expect(await series(metrics, 'stackset_sync_commits')).toEqual([
      'stackset_sync_commits_total{kind="decided"} 1',
      'stackset_sync_commits_total{kind="rendered"} 1',
    ]);
    expect(await series(metrics, 'stackset_sync_events')).toEqual(['stackset_sync_events_total{event="StackRevived"} 2']);
  });

  it('counts refusals, webhooks, decisions, and errors apart from defects', async () => {
    const metrics = metricsOf();
    metrics.refused('race', 'overtaken', 100);
    metrics.webhookAnswered(202);
    metrics.looked(SETTLED as unknown as StackSetReport, 0.001);
    metrics.failed(new Error('timed out'), 1000);
    metrics.failed(new TypeError('x is no function'), 1000);
    const lines = await series(metrics);
    expect(lines).toEqual(
      expect.arrayContaining([
        'stackset_sync_push_refusals_total{refusal="race"} 1',
        'stackset_sync_push_refusals_total{refusal="hook"} 0',
        'stackset_sync_webhooks_total{status="202"} 1',
        'stackset_sync_decision_duration_seconds_count 1',
        'stackset_errors_count 2',
        'stackset_errors_panic_count 1',
      ]),
    );
  });

  it('tells of its process too', async () => {
    expect(await series(metricsOf(), 'process_cpu_seconds_total')).toHaveLength(1);
  });
});
