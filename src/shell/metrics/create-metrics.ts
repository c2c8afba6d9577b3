import { Registry } from 'prom-client';
import type { PackageChange } from '../../core/model/package-change.ts';
import type { PassObserver } from '../controller/pass-observer.ts';
import type { PassOutcome } from '../controller/pass-report.ts';
import type { StackSetReport } from '../controller/stack-set-report.ts';
import type { Refusal } from '../git/repository.ts';
import { type ControllerState, registerControllerMetrics } from './controller-metrics.ts';
import { describeStackSet, type StackSetFacts } from './stack-set-facts.ts';
import { registerStackSetMetrics } from './stack-set-metrics.ts';

type PassResult = PassOutcome['kind'] | 'failed';

const RESULTS: readonly PassResult[] = ['unchanged', 'committed', 'wouldCommit', 'refused', 'frozen', 'dropped', 'failed'];
const REFUSALS: readonly Refusal[] = ['race', 'lock', 'permission', 'hook', 'network', 'other'];
const COMMIT_KINDS: readonly PackageChange['kind'][] = ['decided', 'rendered'];

/** What the controller tells as it goes, and what is read of it. */
export interface SyncMetrics extends PassObserver {
  /** @param status of the answer */
  webhookAnswered(status: number): void;
  /** All of it, in Prometheus' text format. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
}

const DEFECTS = [TypeError, ReferenceError, RangeError, SyntaxError];

/** Load this file late: prom-client is not needed by any other command. */
export function createMetrics(source: ControllerState): SyncMetrics {
  const registry = new Registry();
  const facts = new StackSetMemory();
  // Of what a replica knew while it led, the next leader knows better.
  registerStackSetMetrics(registry, () => (source.isLeader() ? facts.all : []));
  const counters = registerControllerMetrics(registry, source);
  // A rate over a series that begins with its first event misses that event.
  for (const result of RESULTS) counters.passes.inc({ result }, 0);
  for (const refusal of REFUSALS) counters.refusals.inc({ refusal }, 0);
  for (const kind of COMMIT_KINDS) counters.commits.inc({ kind }, 0);
  return {
    looked: (_, seconds) => counters.decisionSeconds.observe(seconds),
    passed({ outcome, seconds, stackSets }) {
      counters.passes.inc({ result: outcome.kind });
      counters.passSeconds.observe(seconds);
      counters.lastPass.set(source.now());
      if (outcome.kind === 'committed') {
        counters.commits.inc({ kind: outcome.changes[0]?.kind ?? 'decided' });
        for (const type of outcome.changes.flatMap(eventsOf)) counters.events.inc({ event: type });
      }
      facts.remember(stackSets);
    },
    refused: (refusal) => counters.refusals.inc({ refusal }),
    failed(error) {
      counters.passes.inc({ result: 'failed' });
      counters.errors.inc();
      if (DEFECTS.some((type) => error instanceof type)) counters.panics.inc();
    },
    webhookAnswered: (status) => counters.webhooks.inc({ status: String(status) }),
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

const eventsOf = (change: PackageChange): readonly string[] =>
  change.kind === 'decided' ? change.decision.events.map(({ type }) => type) : [];

/** The facts of every StackSet that is there. */
class StackSetMemory {
  #facts: ReadonlyMap<string, { readonly report: StackSetReport; readonly facts: StackSetFacts }> = new Map();

  get all(): readonly StackSetFacts[] {
    return [...this.#facts.values()].map(({ facts }) => facts);
  }

  /** @param reports of all that are there; what is not among them is gone */
  remember(reports: readonly StackSetReport[]): void {
    this.#facts = new Map(
      reports.map((report) => {
        const known = this.#facts.get(report.id);
        return [report.id, known?.report === report ? known : { report, facts: describeStackSet(report, known?.facts) }];
      }),
    );
  }
}
