import { expect, test } from 'vitest';
import { stackOf } from '../../../fixtures/decide/situation.ts';
import type { StackSetState, StackState } from '../model/state.ts';
import { beginAnew } from './begin-anew.ts';

const NOW = '2026-03-02T12:00:00Z';
const OLD = '2026-03-01T12:00:00Z';

function anew(stack: StackState, spec: object, ofMost = 100): StackState | undefined {
  const state: StackSetState = {
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'StackSetState',
    metadata: { name: 'shop' },
    spec: { stacks: [stack] },
  };
  return beginAnew(state, [stackOf('shop-v1', spec)], { now: NOW, ofMost }).spec.stacks?.[0];
}

const name = 'shop-v1';
const prescaled = (replicas: number, desiredWeight: number): NonNullable<StackState['prescaling']> => ({
  replicas,
  desiredWeight,
  lastTrafficIncrease: NOW,
});
const autoscaler = { minReplicas: 2, maxReplicas: 10 };

test.each<readonly [rule: string, stack: StackState, spec: object, expected: StackState]>([
  [
    'a stack with all traffic gets the most pods',
    { name, weight: 100 },
    { autoscaler },
    { name, weight: 100, prescaling: prescaled(10, 100) },
  ],
  ['one with a part gets its share, rounded up', { name, weight: 25 }, { autoscaler }, { name, weight: 25, prescaling: prescaled(3, 25) }],
  ['but never fewer than its autoscaler allows', { name, weight: 1 }, { autoscaler }, { name, weight: 1, prescaling: prescaled(2, 1) }],
  ['without an autoscaler Git holds the number', { name, weight: 100 }, { replicas: 4 }, { name, weight: 100 }],
  [
    'a stack without traffic begins to wait again',
    { name, weight: 0, noTrafficSince: OLD },
    { autoscaler },
    { name, weight: 0, noTrafficSince: NOW },
  ],
  [
    'one that was scaled down has no pods, and its place among those that are removed first',
    { name, weight: 0, noTrafficSince: OLD, scaledDown: true },
    { autoscaler },
    { name, weight: 0, noTrafficSince: OLD, scaledDown: true },
  ],
  [
    'what was prescaled for traffic to come is held anew',
    { name, weight: 0, prescaling: { replicas: 5, desiredWeight: 50, lastTrafficIncrease: OLD } },
    { autoscaler },
    { name, weight: 0, prescaling: prescaled(5, 50) },
  ],
])('%s', (_rule, stack, spec, expected) => {
  expect(anew(stack, spec)).toEqual(expected);
});

test('fewer pods can be asked for', () => {
  expect(anew({ name, weight: 50 }, { autoscaler }, 60)?.prescaling?.replicas).toBe(3);
  expect(anew({ name, weight: 100 }, { autoscaler }, 1)?.prescaling?.replicas).toBe(2);
});
