import { describe, expect, it } from 'vitest';
import type { StackSetReport } from '../controller/stack-set-report.ts';
import { CONDITIONS, conditionOf } from './condition-of.ts';
import { describeStackSet } from './stack-set-facts.ts';

const labelled = { metadata: { labels: { application: 'shop-app' } } };

/** As much of a report as the facts are made of. */
function report(fields: object): StackSetReport {
  const state = {
    spec: {
      stacks: [
        { name: 'shop-v1', weight: 100 },
        { name: 'shop-v2', weight: 0, prescaling: { replicas: 6 } },
      ],
    },
  };
  return {
    id: 'apps/shop shop',
    folder: 'apps/shop',
    namespace: 'default',
    name: 'shop',
    stackSet: labelled,
    state,
    problems: [],
    ...fields,
  } as unknown as StackSetReport;
}

const decided = (name: string, weight: number, ready: boolean, stack: object = labelled) => ({
  name,
  stack,
  desiredWeight: 50,
  state: { name, weight },
  readiness: { ready },
});
const decision = (stacks: readonly object[], blocked: readonly object[] = []) => ({ decision: { decision: { stacks }, blocked } });
const NOTHING = { decision: { decision: undefined, blocked: [{ reason: 'Paused' }] } };

describe('describeStackSet', () => {
  it('tells what was decided, with the weights that Git has', () => {
    const blocked = [{ reason: 'StillRouted' }, { reason: 'StacksNotReady' }, { reason: 'StillRouted' }];
    const stacks = [decided('shop-v1', 50, true), decided('shop-v2', 50, false, { metadata: {} })];
    expect(describeStackSet(report(decision(stacks, blocked)))).toEqual({
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
    const facts = describeStackSet(report({ ...decision([decided('shop-v1', 70, true)]), state: undefined, namespace: undefined }));
    expect(facts).toMatchObject({ namespace: '', stacks: [{ name: 'shop-v1', actualWeight: 70 }] });
  });

  it('remembers who was ready and what was asked for, while nothing is decided', () => {
    const before = describeStackSet(report(decision([decided('shop-v1', 50, true)])));
    expect(describeStackSet(report(NOTHING), before)).toMatchObject({
      blocked: ['Paused'],
      stacks: [
        { name: 'shop-v1', desiredWeight: 50, actualWeight: 100, ready: true },
        { name: 'shop-v2', desiredWeight: 0, actualWeight: 0, ready: undefined, prescalingReplicas: 6 },
      ],
    });
  });

  it('has little to tell of what cannot be read', () => {
    const facts = describeStackSet(report({ ...NOTHING, stackSet: undefined, state: undefined }));
    expect(facts).toEqual({ namespace: 'default', name: 'shop', application: '', stacks: [], blocked: ['Paused'] });
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
