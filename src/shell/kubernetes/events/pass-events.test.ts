import { expect, test } from 'vitest';
import type { Blocked, DecisionEvent } from '../../../core/model/decision.ts';
import type { PackageDecision } from '../../../core/model/package-decision.ts';
import type { PassOutcome } from '../../controller/pass-report.ts';
import type { StackSetReport } from '../../controller/stack-set-report.ts';
import type { ClusterEvent } from './cluster-event.ts';
import { PassEvents } from './pass-events.ts';

const decision = (blocked: readonly Blocked[], events: readonly DecisionEvent[] = []): PackageDecision => ({
  decision: undefined,
  nextState: undefined,
  removedStacks: [],
  leaves: false,
  blocked,
  events,
  problems: [],
  worthACommit: false,
  timers: new Map(),
});
const report = (blocked: readonly Blocked[]): StackSetReport => ({
  id: 'apps/shop shop',
  folder: 'apps/shop',
  namespace: 'default',
  name: 'shop',
  decision: decision(blocked),
  problems: [],
});
const notReady = (name: string, readyReplicas: number): Blocked => ({
  reason: 'StacksNotReady',
  stacks: [{ name, ready: false, lacking: [], replicas: 3, updatedReplicas: 3, readyReplicas, neededReplicas: 3 }],
});

function record(...passes: readonly (readonly [PassOutcome, readonly StackSetReport[]])[]): readonly ClusterEvent[] {
  const events: ClusterEvent[] = [];
  const observer = new PassEvents({ record: (event) => events.push(event) });
  for (const [outcome, stackSets] of passes) {
    observer.passed({ outcome, stackSets, looked: new Set(stackSets.map(({ id }) => id)), lostRaces: 0, seconds: 0 });
  }
  return events;
}

const switched: DecisionEvent = {
  type: 'TrafficSwitched',
  changes: [
    { stack: 'shop-v1', from: 100, to: 0 },
    { stack: 'shop-v2', from: 0, to: 100 },
  ],
};
const changes = [{ kind: 'decided', namespace: 'default', name: 'shop', decision: decision([], [switched]) }] as const;
const unchanged: PassOutcome = { kind: 'unchanged' };

test('what was pushed is told with its commit', () => {
  const commit = '1a2b3c4d5e6f7a8b9c0d';
  expect(record([{ kind: 'committed', commit, message: 'shop: …', changes }, []])).toEqual([
    {
      stackSet: { namespace: 'default', name: 'shop' },
      stacks: ['shop-v1', 'shop-v2'],
      type: 'Normal',
      reason: 'TrafficSwitched',
      message: 'traffic: shop-v1 100 % to 0 %, shop-v2 0 % to 100 % (commit 1a2b3c4d5e6f)',
    },
  ]);
});

test('what was not pushed is not told', () => {
  expect(record([{ kind: 'wouldCommit', message: '', changes, files: [] }, []])).toEqual([]);
  expect(record([{ kind: 'refused', refusal: 'hook', message: '', changes }, []])).toEqual([]);
  expect(record([{ kind: 'dropped' }, [report([notReady('shop-v2', 0)])]])).toEqual([]);
});

test('what waits is told once, until it waits for something else or again', () => {
  const events = record(
    [unchanged, [report([notReady('shop-v2', 0)])]],
    [unchanged, [report([notReady('shop-v2', 2)])]],
    [unchanged, [report([notReady('shop-v3', 2), { reason: 'Paused' }])]],
    [unchanged, [report([])]],
    [unchanged, [report([{ reason: 'Paused' }])]],
  );
  expect(events.map(({ type, reason, message }) => `${type} ${reason}: ${message}`)).toEqual([
    'Warning StacksNotReady: shop-v2 has 0 of 3 pods ready; switching needs 3',
    'Warning StacksNotReady: shop-v3 has 2 of 3 pods ready; switching needs 3',
    'Normal Paused: decisions are paused by the annotation stackset-gitops.dev/pause',
    'Normal Paused: decisions are paused by the annotation stackset-gitops.dev/pause',
  ]);
});

test('that the cluster is out of sight is not told to it', () => {
  const stale: Blocked = { reason: 'ObservationStale', since: '2026-03-01T12:00:00Z', why: 'the API server does not answer' };
  expect(record([{ kind: 'frozen', since: '2026-03-01T12:00:00Z', reason: '' }, [report([stale])]])).toEqual([]);
});
