import { describe, expect, test } from 'vitest';
import { DEFAULT_RENDER_CONFIG } from '../model/render-config.ts';
import type { StackIdentity } from '../model/stack-plan.ts';
import type { StackSet, StackSetSpec } from '../model/stack-set.ts';
import type { StackSetState, StackState } from '../model/state.ts';
import { planStacks } from './plan-stacks.ts';

type Traffic = Readonly<Record<string, number>>;

const INGRESS: Pick<StackSetSpec, 'ingress'> = { ingress: { hosts: ['shop.example.org'], backendPort: 80 } };

const stackSet = (version: string | undefined, traffic?: Traffic, routes: Partial<StackSetSpec> = INGRESS): StackSet => ({
  apiVersion: 'zalando.org/v1',
  kind: 'StackSet',
  metadata: { name: 'shop' },
  spec: {
    ...routes,
    ...(traffic && { traffic: Object.entries(traffic).map(([stackName, weight]) => ({ stackName, weight })) }),
    stackTemplate: { spec: { ...(version !== undefined && { version }), podTemplate: { spec: { containers: [] } } } },
  },
});

const state = (spec: Omit<StackSetState['spec'], 'stacks'>, ...stacks: readonly StackState[]): StackSetState => ({
  apiVersion: 'stackset-gitops.dev/v1alpha1',
  kind: 'StackSetState',
  metadata: { name: 'shop' },
  spec: { ...spec, stacks },
});

const known = (...names: readonly string[]): readonly StackIdentity[] => names.map((name, index) => ({ name, ordinal: index + 1 }));

const plan = (set: StackSet, stacks: readonly StackIdentity[], decided?: StackSetState) =>
  planStacks(set, stacks, decided, DEFAULT_RENDER_CONFIG);

const weights = (...args: Parameters<typeof plan>): Traffic =>
  Object.fromEntries(plan(...args).map(({ name, decision }) => [name, decision.weight]));

describe('which stacks there are', () => {
  const ordinals = (...args: Parameters<typeof plan>): readonly string[] =>
    plan(...args).map(({ name, ordinal, created }) => `${ordinal} ${name}${created ? ' (new)' : ''}`);

  test.each([
    ['the first one', 'v1', [], undefined, ['1 shop-v1 (new)']],
    ['a version that names none', undefined, [], undefined, ['1 shop-default (new)']],
    ['an empty version', '', [], undefined, ['1 shop-default (new)']],
    ['a new version comes last', 'v2', known('shop-v1'), undefined, ['1 shop-v1', '2 shop-v2 (new)']],
    ['a version is made once', 'v1', known('shop-v1'), undefined, ['1 shop-v1']],
    ['an older version again is not made again', 'v1', known('shop-v1', 'shop-v2'), undefined, ['1 shop-v1', '2 shop-v2']],
    ['in the order of creation, not as given', 'v3', known('shop-v3', 'shop-v1').toReversed(), undefined, ['1 shop-v3', '2 shop-v1']],
    [
      'equal ordinals by name',
      'b',
      [
        { name: 'shop-b', ordinal: 0 },
        { name: 'shop-a', ordinal: 0 },
      ],
      undefined,
      ['0 shop-a', '0 shop-b'],
    ],
    [
      'one more than the highest, whatever is missing',
      'v9',
      [
        { name: 'shop-v1', ordinal: 41 },
        { name: 'shop-v2', ordinal: 7 },
      ],
      undefined,
      ['7 shop-v2', '41 shop-v1', '42 shop-v9 (new)'],
    ],
    ['a removed version does not come back', 'v2', known('shop-v1'), state({ observedStackVersion: 'v2' }), ['1 shop-v1']],
    ['an observed version that is still there', 'v1', known('shop-v1'), state({ observedStackVersion: 'v1' }), ['1 shop-v1']],
    [
      'another version than the observed one is new',
      'v3',
      known('shop-v1'),
      state({ observedStackVersion: 'v2' }),
      ['1 shop-v1', '2 shop-v3 (new)'],
    ],
    ['stacks of the state that are gone stay gone', 'v2', [], state({}, { name: 'shop-v1', weight: 100 }), ['1 shop-v2 (new)']],
  ] as readonly (readonly [string, string | undefined, readonly StackIdentity[], StackSetState | undefined, readonly string[]])[])(
    '%s',
    (_rule, version, stacks, decided, expected) => {
      expect(ordinals(stackSet(version), stacks, decided)).toEqual(expected);
    },
  );
});

describe('weights while there is no state', () => {
  const stacks = known('shop-v1', 'shop-v2');

  test.each([
    ['are those asked for', { 'shop-v1': 1, 'shop-v2': 3 }, { 'shop-v1': 25, 'shop-v2': 75 }],
    ['are all of the oldest where none are asked for', undefined, { 'shop-v1': 100, 'shop-v2': 0 }],
    ['are all of the oldest where all are 0', { 'shop-v1': 0, 'shop-v2': 0 }, { 'shop-v1': 100, 'shop-v2': 0 }],
    ['are all of the oldest where only unknown stacks have any', { 'shop-v7': 5 }, { 'shop-v1': 100, 'shop-v2': 0 }],
    ['leave out unknown stacks', { 'shop-v7': 60, 'shop-v1': 20, 'shop-v2': 20 }, { 'shop-v1': 50, 'shop-v2': 50 }],
  ])('%s', (_rule, traffic, expected) => {
    expect(weights(stackSet('v2', traffic), stacks)).toEqual(expected);
  });

  test('go to a new stack, too, where it is asked for', () => {
    expect(weights(stackSet('v3', { 'shop-v3': 1, 'shop-v1': 1 }), stacks)).toEqual({ 'shop-v1': 50, 'shop-v2': 0, 'shop-v3': 50 });
  });

  test('are 0 where nothing routes to the stacks', () => {
    expect(weights(stackSet('v2', { 'shop-v1': 100 }, {}), stacks)).toEqual({ 'shop-v1': 0, 'shop-v2': 0 });
  });
});

const THIRDS = Object.fromEntries(['shop-v1', 'shop-v2', 'shop-v3'].map((name) => [name, (1 / 3) * 100]));

describe('weights of the state', () => {
  const stacks = known('shop-v1', 'shop-v2', 'shop-v3');

  test.each([
    ['are as they are, whatever is asked for', { 'shop-v1': 60, 'shop-v2': 40 }, { 'shop-v1': 60, 'shop-v2': 40, 'shop-v3': 0 }],
    ['may be finer than the precision', { 'shop-v1': 0.5, 'shop-v2': 99.5 }, { 'shop-v1': 0.5, 'shop-v2': 99.5, 'shop-v3': 0 }],
    ['may be thirds, which sum to a little less than 100', THIRDS, THIRDS],
    ['may all be 0', { 'shop-v1': 0 }, { 'shop-v1': 0, 'shop-v2': 0, 'shop-v3': 0 }],
    [
      'are shared out where one with weight was removed',
      { 'shop-v1': 20, 'shop-v2': 40, gone: 40 },
      { 'shop-v1': 33, 'shop-v2': 67, 'shop-v3': 0 },
    ],
  ])('%s', (_rule, decided, expected) => {
    const entries = Object.entries(decided).map(([name, weight]) => ({ name, weight }));
    expect(weights(stackSet('v3', { 'shop-v3': 100 }), stacks, state({ observedStackVersion: 'v3' }, ...entries))).toEqual(expected);
  });
});

test('a decision holds all that the state says of a stack', () => {
  const prescaling = { replicas: 6, desiredWeight: 50, lastTrafficIncrease: '2026-03-01T12:02:30Z' };
  const decided = state(
    { observedStackVersion: 'v3', segmentOrder: ['shop-v2', 'shop-v1'] },
    { name: 'shop-v1', weight: 60 },
    { name: 'shop-v2', weight: 40, prescaling },
    { name: 'shop-v3', weight: 0, scaledDown: true },
  );
  expect(plan(stackSet('v3'), known('shop-v1', 'shop-v2', 'shop-v3'), decided).map(({ decision }) => decision)).toEqual([
    { weight: 60, segment: [0.4, 1], scaledDown: false },
    { weight: 40, segment: [0, 0.4], scaledDown: false, prescaledReplicas: 6 },
    { weight: 0, segment: [0, 0], scaledDown: true },
  ]);
});
