import { describe, expect, it } from 'vitest';
import type { PackageChange } from '../../core/model/package-change.ts';
import type { Freshness } from '../kubernetes/cluster.ts';
import { createMetrics, type SyncMetrics } from './create-metrics.ts';
import type { StackSetFacts } from './stack-set-facts.ts';

const NOW = Date.parse('2026-03-01T12:00:30Z') / 1000;

interface World {
  readonly stackSets?: readonly StackSetFacts[];
  readonly freshness?: Freshness;
  readonly leader?: boolean;
}

function metricsOf(world: () => World = () => ({})): SyncMetrics {
  return createMetrics({
    version: '1.2.3',
    now: () => NOW,
    isLeader: () => world().leader ?? true,
    freshness: () => world().freshness,
    stackSets: () => world().stackSets ?? [],
  });
}

/** The lines of our own metrics that have a value. */
async function series(metrics: SyncMetrics, prefix = 'stackset_'): Promise<readonly string[]> {
  return (await metrics.read()).text.split('\n').filter((line) => line.startsWith(prefix));
}

const SHOP: StackSetFacts = {
  namespace: 'default',
  name: 'shop',
  application: 'shop-app',
  blocked: ['StacksNotReady', 'StillProtected'],
  stacks: [
    { name: 'shop-v1', application: 'shop-app', desiredWeight: 50, actualWeight: 90, ready: true, prescalingReplicas: 0 },
    { name: 'shop-v2', application: '', desiredWeight: 50, actualWeight: 10, ready: false, prescalingReplicas: 6 },
  ],
};
const SETTLED: StackSetFacts = { namespace: '', name: 'blog', application: '', blocked: [], stacks: [] };
const PAUSED: StackSetFacts = {
  ...SETTLED,
  name: 'news',
  blocked: ['OnHold', 'Paused'],
  stacks: [{ name: 'news-v1', application: '', desiredWeight: 100, actualWeight: 100, ready: undefined, prescalingReplicas: 0 }],
};

describe('StackSets and stacks', () => {
  it('are told as stackset-controller tells them', async () => {
    const metrics = metricsOf(() => ({ stackSets: [SHOP] }));
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
    const metrics = metricsOf(() => ({ stackSets: [SHOP, SETTLED, PAUSED] }));
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
    const metrics = metricsOf(() => ({ stackSets: [PAUSED] }));
    expect(await series(metrics, 'stackset_stack_ready')).toEqual([]);
    expect(await series(metrics, 'stackset_stack_actual')).toHaveLength(1);
  });

  it('leave no series when they are gone, or their labels change', async () => {
    let stackSets: readonly StackSetFacts[] = [SHOP, PAUSED];
    const metrics = metricsOf(() => ({ stackSets }));
    expect((await series(metrics)).some((line) => line.includes('shop-v2'))).toBe(true);
    stackSets = [{ ...SHOP, application: 'renamed', blocked: [], stacks: SHOP.stacks.slice(0, 1) }];
    const lines = await series(metrics);
    expect(lines.filter((line) => /shop-v2|news|StacksNotReady|stackset="shop",application="shop-app"/.test(line))).toEqual([]);
    stackSets = [];
    expect((await series(metrics)).filter((line) => /shop|renamed/.test(line))).toEqual([]);
  });

  it('cannot break the format by their names', async () => {
    const metrics = metricsOf(() => ({ stackSets: [{ ...SETTLED, application: 'a"b\nc\\d' }] }));
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
    metrics.passEnded('failed', 3);
    expect(await series(metrics, 'stackset_sync_last_pass')).toEqual(['stackset_sync_last_pass_timestamp_seconds 0']);
    metrics.passEnded('committed', 0.2);
    metrics.passEnded('unchanged', 0.01);
    expect(await series(metrics, 'stackset_sync_last_pass')).toEqual([`stackset_sync_last_pass_timestamp_seconds ${NOW}`]);
    expect(await series(metrics, 'stackset_sync_passes_total')).toEqual([
      'stackset_sync_passes_total{result="unchanged"} 1',
      'stackset_sync_passes_total{result="committed"} 1',
      'stackset_sync_passes_total{result="refused"} 0',
      'stackset_sync_passes_total{result="frozen"} 0',
      'stackset_sync_passes_total{result="failed"} 1',
    ]);
    expect(await series(metrics, 'stackset_sync_pass_duration_seconds_count')).toEqual(['stackset_sync_pass_duration_seconds_count 3']);
  });

  it('counts commits and what they did', async () => {
    const metrics = metricsOf();
    const decided = {
      kind: 'decided',
      name: 'shop',
      decision: {
        events: [
          { type: 'StackRevived', stack: 'shop-v1' },
          { type: 'StackRevived', stack: 'shop-v2' },
        ],
      },
    };
    metrics.committed([decided as unknown as PackageChange]);
    metrics.committed([{ kind: 'rendered', name: 'shop', created: ['shop-v3'] }]);
    expect(await series(metrics, 'stackset_sync_commits')).toEqual([
      'stackset_sync_commits_total{kind="decided"} 1',
      'stackset_sync_commits_total{kind="rendered"} 1',
    ]);
    expect(await series(metrics, 'stackset_sync_events')).toEqual(['stackset_sync_events_total{event="StackRevived"} 2']);
  });

  it('counts refusals, webhooks, decisions, and errors apart from defects', async () => {
    const metrics = metricsOf();
    metrics.pushRefused('race');
    metrics.webhookAnswered(202);
    metrics.decided(0.001);
    metrics.failed(new Error('timed out'));
    metrics.failed(new TypeError('x is no function'));
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
