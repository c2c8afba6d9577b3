import { Registry } from 'prom-client';
import type { PackageChange } from '../../core/model/package-change.ts';
import type { Refusal } from '../git/repository.ts';
import { type ControllerState, registerControllerMetrics } from './controller-metrics.ts';
import type { StackSetFacts } from './stack-set-facts.ts';
import { registerStackSetMetrics } from './stack-set-metrics.ts';

/** How a pass ended: nothing to commit, a commit on the server, a push refused for now, no decision on a cluster out of sight, an error. */
const PASS_RESULTS = ['unchanged', 'committed', 'refused', 'frozen', 'failed'] as const;
export type PassResult = (typeof PASS_RESULTS)[number];

export const REFUSALS = ['race', 'lock', 'permission', 'hook', 'network', 'other'] as const satisfies readonly Refusal[];

interface MetricsSource extends ControllerState {
  /** As of their last decision; none where another replica decides. */
  readonly stackSets: () => readonly StackSetFacts[];
}

/** What the controller tells as it goes, and what is read of it. */
export interface SyncMetrics {
  passEnded(result: PassResult, seconds: number): void;
  /** One StackSet. */
  decided(seconds: number): void;
  /** A commit that is on the server. */
  committed(changes: readonly PackageChange[]): void;
  pushRefused(refusal: Refusal): void;
  failed(error: unknown): void;
  webhookAnswered(status: number): void;
  /** All of it, in Prometheus' text format. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
}

const DEFECTS = [TypeError, ReferenceError, RangeError, SyntaxError];

/** Load this file late: prom-client is not needed by any other command. */
export function createMetrics(source: MetricsSource): SyncMetrics {
  const registry = new Registry();
  registerStackSetMetrics(registry, source.stackSets);
  const counters = registerControllerMetrics(registry, source);
  // A rate over a series that begins with its first event misses that event.
  for (const result of PASS_RESULTS) counters.passes.inc({ result }, 0);
  for (const refusal of REFUSALS) counters.refusals.inc({ refusal }, 0);
  for (const kind of ['decided', 'rendered']) counters.commits.inc({ kind }, 0);
  return {
    passEnded(result, seconds) {
      counters.passes.inc({ result });
      counters.passSeconds.observe(seconds);
      if (result !== 'failed') counters.lastPass.set(source.now());
    },
    decided: (seconds) => counters.decisionSeconds.observe(seconds),
    committed(changes) {
      counters.commits.inc({ kind: changes.some(({ kind }) => kind === 'rendered') ? 'rendered' : 'decided' });
      for (const change of changes) {
        if (change.kind === 'decided') for (const { type } of change.decision.events) counters.events.inc({ event: type });
      }
    },
    pushRefused: (refusal) => counters.refusals.inc({ refusal }),
    failed(error) {
      counters.errors.inc();
      if (DEFECTS.some((type) => error instanceof type)) counters.panics.inc();
    },
    webhookAnswered: (status) => counters.webhooks.inc({ status: String(status) }),
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
