import { describe, expect, it } from 'vitest';
import type { PackageDecision } from '../../core/model/package-decision.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { CONDITIONS, conditionOf } from './condition-of.ts';
import { describeStackSet } from './stack-set-facts.ts';

const stackSet = { kind: 'StackSet', metadata: { name: 'shop', labels: { application: 'shop-app' } } } as unknown as StackSet;
const state = {
  spec: {
    stacks: [
      { name: 'shop-v1', weight: 100 },
      { name: 'shop-v2', weight: 0, prescaling: { replicas: 6 } },
    ],
  },
} as unknown as StackSetState;
const subject = { namespace: 'default', stackSet, state };

const decidedStack = (name: string, fields: object = {}) => ({
  name,
  stack: { metadata: { labels: { application: 'shop-app' } } },
  remove: false,
  desiredWeight: 50,
  state: { name, weight: 100 },
  readiness: { ready: true },
  ...fields,
});

const decide = (stacks: readonly object[], blocked: readonly object[] = []): PackageDecision =>
  ({ decision: { stacks }, blocked }) as unknown as PackageDecision;
const nothing = { decision: undefined, blocked: [{ reason: 'Paused' }] } as unknown as PackageDecision;

describe('describeStackSet', () => {
  it('tells what was decided', () => {
    const prescaled = {
      state: { name: 'shop-v2', weight: 0, prescaling: { replicas: 6 } },
      readiness: { ready: false },
      stack: { metadata: {} },
    };
    const blocked = [{ reason: 'StillRouted' }, { reason: 'StacksNotReady' }, { reason: 'StillRouted' }];
    expect(describeStackSet(subject, decide([decidedStack('shop-v1'), decidedStack('shop-v2', prescaled)], blocked))).toEqual({
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

  it('leaves out stacks that leave', () => {
    expect(describeStackSet(subject, decide([decidedStack('shop-v0', { remove: true })])).stacks).toEqual([]);
  });

  it('goes on telling what was decided before, while nothing is', () => {
    const before = describeStackSet(subject, decide([decidedStack('shop-v1')]));
    expect(describeStackSet(subject, nothing, before)).toEqual({ ...before, blocked: ['Paused'] });
  });

  it('tells the state where nothing was ever decided', () => {
    expect(describeStackSet({ ...subject, namespace: undefined }, nothing)).toMatchObject({
      namespace: '',
      stacks: [
        { name: 'shop-v1', desiredWeight: 100, actualWeight: 100, ready: undefined, prescalingReplicas: 0 },
        { name: 'shop-v2', desiredWeight: 0, actualWeight: 0, ready: undefined, prescalingReplicas: 6 },
      ],
    });
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
