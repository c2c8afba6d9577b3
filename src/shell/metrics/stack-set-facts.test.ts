import { describe, expect, it } from 'vitest';
import type { PackageDecision } from '../../core/model/package-decision.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { CONDITIONS, conditionOf } from './condition-of.ts';
import { describeStackSet } from './stack-set-facts.ts';

const labelled = { metadata: { labels: { application: 'shop-app' } } };
const stackSet = { metadata: { name: 'shop', ...labelled.metadata } } as unknown as StackSet;
const state = {
  spec: {
    stacks: [
      { name: 'shop-v1', weight: 100 },
      { name: 'shop-v2', weight: 0, prescaling: { replicas: 6 } },
    ],
  },
} as unknown as StackSetState;
const subject = { namespace: 'default', stackSet, state };

const decidedStack = (name: string, weight: number, ready: boolean, stack: object = labelled) => ({
  name,
  stack,
  desiredWeight: 50,
  state: { name, weight },
  readiness: { ready },
});
const decide = (stacks: readonly object[], blocked: readonly object[] = []): PackageDecision =>
  ({ decision: { stacks }, blocked }) as unknown as PackageDecision;
const nothing = { decision: undefined, blocked: [{ reason: 'Paused' }] } as unknown as PackageDecision;

describe('describeStackSet', () => {
  it('tells what was decided, with the weights that Git has', () => {
    const blocked = [{ reason: 'StillRouted' }, { reason: 'StacksNotReady' }, { reason: 'StillRouted' }];
    const stacks = [decidedStack('shop-v1', 50, true), decidedStack('shop-v2', 50, false, { metadata: {} })];
    expect(describeStackSet(subject, decide(stacks, blocked))).toEqual({
      namespace: 'default',
      name: 'shop',
      application: 'shop-app',
      blocked: ['StillRouted', 'StacksNotReady'],
      stacks: [
        { name: 'shop-v1', application: 'shop-app', desiredWeight: 50, actualWeight: 100, ready: true, prescalingReplicas: 0 },
        { name: 'shop-v2', application: '', desiredWeight: 50, actualWeight: 0, ready: false, prescalingReplicas: 6 },
      ],
    });
  });

  it('tells decided weights where Git has no state yet', () => {
    const unplaced = { namespace: undefined, stackSet, state: undefined };
    expect(describeStackSet(unplaced, decide([decidedStack('shop-v1', 70, true)]))).toMatchObject({
      namespace: '',
      stacks: [{ name: 'shop-v1', actualWeight: 70 }],
    });
  });

  it('remembers who was ready and what was asked for, while nothing is decided', () => {
    const before = describeStackSet(subject, decide([decidedStack('shop-v1', 50, true)]));
    expect(describeStackSet(subject, nothing, before)).toMatchObject({
      blocked: ['Paused'],
      stacks: [
        { name: 'shop-v1', desiredWeight: 50, actualWeight: 100, ready: true },
        { name: 'shop-v2', desiredWeight: 0, actualWeight: 0, ready: undefined, prescalingReplicas: 6 },
      ],
    });
  });

  it('tells the state where nothing was ever decided, and nothing where there is none', () => {
    expect(describeStackSet(subject, nothing).stacks.map(({ actualWeight }) => actualWeight)).toEqual([100, 0]);
    expect(describeStackSet({ ...subject, state: undefined }, nothing).stacks).toEqual([]);
  });
});

describe('conditionOf', () => {
  it.for([
    [[], 'settled'],
    [['StillProtected'], 'waiting'],
    [['StacksNotReady', 'NotApplied'], 'waiting'],
    [['StacksNotReady', 'OnHold'], 'held'],
    [['OnHold', 'Paused'], 'paused'],
    [['Paused', 'ObservationStale'], 'frozen'],
    [['ObservationStale', 'NotAdopted'], 'not-adopted'],
    [['NotAdopted', 'Invalid'], 'invalid'],
  ] as const)('%j: %s', ([reasons, condition]) => expect(conditionOf(reasons)).toBe(condition));

  it('has a word for each', () => expect(new Set(CONDITIONS).size).toBe(CONDITIONS.length));
});
