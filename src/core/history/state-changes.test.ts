import { describe, expect, test } from 'vitest';
import type { StackSetState } from '../model/state.ts';
import { explainChange } from './explain-change.ts';
import { haveSameWeights, stateChanges } from './state-changes.ts';

type Spec = StackSetState['spec'];

const state = (spec: Spec): StackSetState => ({
  apiVersion: 'stackset-gitops.dev/v1alpha1',
  kind: 'StackSetState',
  metadata: { name: 'shop' },
  spec,
});

const V1: Spec = { stacks: [{ name: 'shop-v1', weight: 100 }] };
const told = (before: Spec | undefined, after: Spec | undefined): readonly string[] =>
  stateChanges(before && state(before), after && state(after)).map((change) => explainChange(change, 'shop', before === undefined));

const prescaling = { replicas: 4, desiredWeight: 50, lastTrafficIncrease: '2026-03-01T12:00:00Z' };
const hold = { since: '2026-03-01T12:00:00Z', commit: '1a2b3c4' };

describe('what a state says otherwise than the one before', () => {
  test.each<readonly [string, Spec | undefined, Spec | undefined, readonly string[]]>([
    ['nothing', V1, V1, []],
    ['the first', undefined, V1, ['v1 100 %']],
    ['the first that a controller writes', undefined, { ...V1, controller: 'eu-1', path: 'apps/shop' }, ['v1 100 %', 'adopted by eu-1']],
    [
      'a new stack with traffic',
      V1,
      {
        stacks: [
          { name: 'shop-v1', weight: 87.5 },
          { name: 'shop-v2', weight: 12.5 },
        ],
      },
      ['create v2', 'v1 100 % -> 87.5 %, v2 0 % -> 12.5 %'],
    ],
    [
      'a stack that leaves',
      {
        stacks: [
          { name: 'shop-v0', weight: 10 },
          { name: 'shop-v1', weight: 90 },
        ],
      },
      V1,
      ['v1 90 % -> 100 %, v0 10 % -> 0 %', 'remove v0'],
    ],
    ['pods made ahead', V1, { stacks: [{ name: 'shop-v1', weight: 100, prescaling }] }, ['prescale v1 to 4 pods for 50 %']],
    [
      'the same pods for a later time',
      { stacks: [{ name: 'shop-v1', weight: 100, prescaling }] },
      { stacks: [{ name: 'shop-v1', weight: 100, prescaling: { ...prescaling, lastTrafficIncrease: '2026-03-01T13:00:00Z' } }] },
      [],
    ],
    ['pods given back', { stacks: [{ name: 'shop-v1', weight: 100, prescaling }] }, V1, ['end the prescaling of v1']],
    ['a stack without pods', V1, { stacks: [{ name: 'shop-v1', weight: 100, scaledDown: true }] }, ['scale down v1']],
    ['a stack with pods again', { stacks: [{ name: 'shop-v1', weight: 100, scaledDown: true }] }, V1, ['start v1 again']],
    ['a hold', V1, { ...V1, hold }, ['hold']],
    ['the same hold by another commit', { ...V1, hold }, { ...V1, hold: { ...hold, commit: '5d6e7f8' } }, []],
    ['the end of a hold', { ...V1, hold }, V1, ['end of the hold']],
    ['another controller', { ...V1, controller: 'eu-1' }, { ...V1, controller: 'eu-2' }, ['adopted by eu-2']],
    ['another folder', { ...V1, controller: 'eu-1', path: 'a' }, { ...V1, controller: 'eu-1', path: 'b' }, ['adopted by eu-1']],
    ['no controller', { ...V1, controller: 'eu-1', path: 'a' }, V1, ['freed from its controller']],
    ['the end of it', V1, undefined, ['v1 100 % -> 0 %', 'left Git']],
    [
      'another order and another time alone',
      { segmentOrder: ['shop-v1'], stacks: [{ name: 'shop-v1', weight: 100, createdAt: '2026-03-01T12:00:00Z' }] },
      V1,
      [],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });
});

test('a stack that is not listed has no weight', () => {
  expect(
    haveSameWeights(
      state(V1),
      state({
        stacks: [
          { name: 'shop-v1', weight: 100 },
          { name: 'shop-v2', weight: 0 },
        ],
      }),
    ),
  ).toBe(true);
  expect(haveSameWeights(state(V1), state({ stacks: [] }))).toBe(false);
});
