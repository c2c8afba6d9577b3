import { describe, expect, test } from 'vitest';
import { situation, stackSituation } from '../../../fixtures/decide/situation.ts';
import type { StackSetState, StackState } from '../model/state.ts';
import { differsInDecisions, nextState } from './next-state.ts';

const stateOf = (stacks: readonly StackState[], spec: Partial<StackSetState['spec']> = {}): StackSetState => ({
  apiVersion: 'stackset-gitops.dev/v1alpha1',
  kind: 'StackSetState',
  metadata: { name: 'shop' },
  spec: { observedStackVersion: 'v2', segmentOrder: ['a', 'b'], ...spec, stacks },
});

describe('a state is worth a commit', () => {
  const [a, b]: readonly [StackState, StackState] = [
    { name: 'a', createdAt: '2026-03-01T11:00:00Z', weight: 60 },
    { name: 'b', weight: 40, prescaling: { replicas: 6, desiredWeight: 50, lastTrafficIncrease: '2026-03-01T12:00:00Z' } },
  ];
  const before = stateOf([a, b]);

  test.each<readonly [string, StackSetState, boolean]>([
    ['not where nothing changed', stateOf([a, b]), false],
    ['not for another order of entries', stateOf([b, a]), false],
    ['not for a time', stateOf([{ ...a, createdAt: '2026-03-01T10:00:00Z', noTrafficSince: '2026-03-01T12:00:00Z' }, b]), false],
    [
      'not for the time of a prescaling',
      stateOf([a, { name: 'b', weight: 40, prescaling: { replicas: 6, desiredWeight: 50, lastTrafficIncrease: '2026-03-01T13:00:00Z' } }]),
      false,
    ],
    ['not for `scaledDown: false`', stateOf([{ ...a, scaledDown: false }, b]), false],
    ['not for a stack without traffic in the order', stateOf([a, b], { segmentOrder: ['a', 'gone', 'b'] }), false],
    ['for a weight', stateOf([{ ...a, weight: 61 }, b]), true],
    ['for a stack that is scaled down', stateOf([{ ...a, scaledDown: true }, b]), true],
    [
      'for more pods',
      stateOf([a, { name: 'b', weight: 40, prescaling: { replicas: 7, desiredWeight: 50, lastTrafficIncrease: '' } }]),
      true,
    ],
    ['for the end of a prescaling', stateOf([a, { name: 'b', weight: 40 }]), true],
    ['for a stack that comes', stateOf([a, b, { name: 'c', weight: 0 }]), true],
    ['for one that leaves', stateOf([a]), true],
    ['for segments that change places', stateOf([a, b], { segmentOrder: ['b', 'a'] }), true],
    ['for the version that was made', stateOf([a, b], { observedStackVersion: 'v3' }), true],
  ])('%s', (_, after, expected) => {
    expect(differsInDecisions(before, after)).toBe(expected);
  });

  test('where there was none', () => {
    expect(differsInDecisions(undefined, before)).toBe(true);
  });
});

test('the next state carries on what only the controller writes, and leaves removed stacks out', () => {
  const hold = { since: '2026-03-01T12:00:00Z', commit: '1a2b3c4' };
  const before = stateOf([], { observedStackVersion: 'v0', controller: 'eu-1', path: 'apps/shop', hold });
  const stacks = [stackSituation('shop-v1'), stackSituation('shop-v2', { remove: true })];
  expect(nextState({ ...situation(stacks), before }).spec).toEqual({
    observedStackVersion: 'v0',
    controller: 'eu-1',
    path: 'apps/shop',
    hold,
    segmentOrder: [],
    stacks: [{ name: 'shop-v1', weight: 0 }],
  });
});

test('a version whose stack exists counts as made, whoever made it', () => {
  expect(nextState(situation([stackSituation('shop-default')])).spec.observedStackVersion).toBe('default');
});
