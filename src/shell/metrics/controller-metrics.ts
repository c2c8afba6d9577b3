import { Counter, collectDefaultMetrics, Gauge, Histogram, type Registry } from 'prom-client';
import type { Freshness } from '../kubernetes/cluster.ts';

/** What is asked of the controller at each scrape. */
export interface ControllerState {
  readonly version: string;
  readonly isLeader: () => boolean;
  /** Undefined while no cluster is observed. */
  readonly freshness: () => Freshness | undefined;
  /** Seconds since 1970, of the wall clock. */
  readonly now: () => number;
}

/** What the controller counts as it goes. */
export interface ControllerCounters {
  readonly passes: Counter<'result'>;
  readonly passSeconds: Histogram;
  readonly decisionSeconds: Histogram;
  readonly lastPass: Gauge;
  readonly commits: Counter<'kind'>;
  readonly events: Counter<'event'>;
  readonly refusals: Counter<'refusal'>;
  readonly webhooks: Counter<'status'>;
  readonly errors: Counter;
  readonly panics: Counter;
}

/** Passes take from milliseconds (nothing changed) to minutes (a Git server that hangs). */
const PASS_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];
const DECISION_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25];

/**
 * By default Node's event loop is measured every 10 ms, which keeps a process that has nothing to do at three times the work; once a
 * second costs nothing that could be measured (docs/adr/0045-metrics-and-logs.md).
 */
const EVENT_LOOP_PRECISION = 1000;

/** Registers what is told of the controller itself, and of its process. */
export function registerControllerMetrics(registry: Registry, state: ControllerState): ControllerCounters {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION });
  registerState(registry, state);
  const registers = [registry];
  return {
    passes: new Counter({ name: 'stackset_sync_passes_total', help: 'Passes by how they ended.', labelNames: ['result'], registers }),
    passSeconds: new Histogram({
      name: 'stackset_sync_pass_duration_seconds',
      help: 'How long a pass took, from fetch to push.',
      buckets: PASS_BUCKETS,
      registers,
    }),
    decisionSeconds: new Histogram({
      name: 'stackset_sync_decision_duration_seconds',
      help: 'How long the decision about one StackSet took.',
      buckets: DECISION_BUCKETS,
      registers,
    }),
    lastPass: new Gauge({
      name: 'stackset_sync_last_pass_timestamp_seconds',
      help: 'When the last pass ended that did not fail.',
      registers,
    }),
    commits: new Counter({ name: 'stackset_sync_commits_total', help: 'Commits that were pushed.', labelNames: ['kind'], registers }),
    events: new Counter({
      name: 'stackset_sync_events_total',
      help: 'What the pushed commits did, by event.',
      labelNames: ['event'],
      registers,
    }),
    refusals: new Counter({
      name: 'stackset_sync_push_refusals_total',
      help: 'Pushes that were refused and so tried again, by kind.',
      labelNames: ['refusal'],
      registers,
    }),
    webhooks: new Counter({
      name: 'stackset_sync_webhooks_total',
      help: 'Webhooks by the status they were answered with.',
      labelNames: ['status'],
      registers,
    }),
    errors: new Counter({ name: 'stackset_errors_count', help: 'Errors met; each is tried again.', registers }),
    panics: new Counter({ name: 'stackset_errors_panic_count', help: 'Errors that are defects of this program.', registers }),
  };
}

function registerState(registry: Registry, { version, isLeader, freshness, now }: ControllerState): void {
  const registers = [registry];
  new Gauge({ name: 'stackset_sync_build_info', help: 'Always 1; the version is a label.', labelNames: ['version'], registers }).set(
    { version },
    1,
  );
  new Gauge({
    name: 'stackset_sync_leader',
    help: '1 where this replica decides, 0 where it stands by.',
    registers,
    collect() {
      this.set(Number(isLeader()));
    },
  });
  new Gauge({
    name: 'stackset_sync_observation_fresh',
    help: '1 where what is known of the cluster is what it has now; while it is 0, nothing is decided.',
    registers,
    collect() {
      this.set(Number(freshness()?.fresh ?? false));
    },
  });
  new Gauge({
    name: 'stackset_sync_observation_age_seconds',
    help: 'Since when the cluster was last known to be as observed; NaN while it was never observed.',
    registers,
    collect() {
      this.set(ageOf(freshness(), now()));
    },
  });
}

function ageOf(freshness: Freshness | undefined, now: number): number {
  if (freshness === undefined) return Number.NaN;
  return freshness.fresh ? freshness.ageSeconds : Math.max(0, now - Date.parse(freshness.since) / 1000);
}
