import { describe, expect, test } from 'vitest';
import { situation, stackOf, stackSituation } from '../../../fixtures/decide/situation.ts';
import type { StackSituation } from '../lifecycle/situation.ts';
import { PRESCALE_ANNOTATION, RESET_DELAY_ANNOTATION } from '../model/annotations.ts';
import type { PrescalingState } from '../model/state.ts';
import { prescale } from './prescale.ts';
import { replicasInUse } from './replicas-in-use.ts';
import { resetDelayOf } from './reset-delay.ts';

const NOON = '2026-03-01T12:00:00Z';
const ready = (replicas: number): StackSituation['readiness'] => ({
  name: 'shop',
  ready: true,
  lacking: [],
  replicas,
  updatedReplicas: replicas,
  readyReplicas: replicas,
  neededReplicas: replicas,
});
const prescaled = (replicas: number, desiredWeight: number, lastTrafficIncrease = NOON): PrescalingState => ({
  replicas,
  desiredWeight,
  lastTrafficIncrease,
});

describe('pods in use for traffic in use', () => {
  const usage = (replicas: number, weight: number, prescaling?: PrescalingState): readonly number[] => {
    const state = { name: 'shop', weight, ...(prescaling && { prescaling }) };
    const { replicas: pods, traffic } = replicasInUse([stackSituation('shop', { readiness: ready(replicas), state })]);
    return [pods, traffic];
  };

  test.each<
    readonly [rule: string, replicas: number, weight: number, prescaling: PrescalingState | undefined, expected: readonly number[]]
  >([
    ['a stack with traffic', 4, 60, undefined, [4, 60]],
    ['a stack without traffic does not count', 4, 0, undefined, [0, 0]],
    ['a prescaled stack with as many pods counts what was recorded', 6, 20, prescaled(6, 50), [6, 50]],
    ['also with fewer pods, and without traffic', 2, 0, prescaled(6, 50), [6, 50]],
    ['a prescaled stack with more pods counts what it has', 7, 20, prescaled(6, 50), [7, 20]],
    ['but not without traffic', 7, 0, prescaled(6, 50), [0, 0]],
    ['nothing was recorded', 2, 20, prescaled(6, 0), [0, 0]],
  ])('%s', (_rule, replicas, weight, prescaling, expected) => {
    expect(usage(replicas, weight, prescaling)).toEqual(expected);
  });
});

describe('a stack that is to grow', () => {
  const grow = (growing: Partial<StackSituation>, live: Partial<StackSituation> = {}, now = NOON): PrescalingState | undefined => {
    const stacks = [
      stackSituation('shop-v1', { readiness: ready(10), state: { name: 'shop-v1', weight: 100 }, asked: 50, ...live }),
      stackSituation('shop-v2', { asked: 50, ...growing }),
    ];
    return prescale(situation(stacks, { now, annotations: { [PRESCALE_ANNOTATION]: '' } })).stacks[1]?.state.prescaling;
  };
  const state = (prescaling: PrescalingState): StackSituation['state'] => ({ name: 'shop-v2', weight: 0, prescaling });

  test('gets its share of the pods in use', () => {
    expect(grow({})).toEqual(prescaled(5, 50));
  });

  test('rounded up', () => {
    expect(grow({}, { readiness: ready(9) })).toEqual(prescaled(5, 50));
  });

  test('at most the autoscaler’s maximum', () => {
    expect(grow({ stack: stackOf('shop-v2', { autoscaler: { maxReplicas: 3 } }) })).toEqual(prescaled(3, 50));
  });

  test('the template’s pods where nothing is in use, and one where it says nothing', () => {
    const unused = { readiness: ready(0), state: { name: 'shop-v1', weight: 100 } };
    expect(grow({ stack: stackOf('shop-v2', { replicas: 4 }) }, unused)).toEqual(prescaled(4, 50));
    expect(grow({}, unused)).toEqual(prescaled(1, 50));
  });

  test('is not counted anew for the same weight or less', () => {
    expect(grow({ state: state(prescaled(2, 50, '2026-03-01T11:59:00Z')) })).toEqual(prescaled(2, 50));
    expect(grow({ state: state(prescaled(2, 80, '2026-03-01T11:59:00Z')) })).toEqual(prescaled(2, 80));
  });

  test('is for more', () => {
    expect(grow({ state: state(prescaled(2, 20)) })?.desiredWeight).toBe(50);
  });

  test('keeps a time that a faster clock wrote', () => {
    expect(grow({ state: state(prescaled(2, 50, '2026-03-01T12:00:05Z')) })).toEqual(prescaled(2, 50, '2026-03-01T12:00:05Z'));
  });
});

describe('prescaled pods are held', () => {
  const isHeld = (now: string, annotations: Record<string, string>): boolean => {
    const stack = stackSituation('shop-v1', { asked: 100, state: { name: 'shop-v1', weight: 100, prescaling: prescaled(6, 100) } });
    return prescale(situation([stack], { now, annotations })).stacks[0]?.state.prescaling !== undefined;
  };
  const on = { [PRESCALE_ANNOTATION]: 'yes' };

  test.each<readonly [string, string, Record<string, string>, boolean]>([
    ['for ten minutes', '2026-03-01T12:10:00Z', on, true],
    ['and no longer', '2026-03-01T12:10:01Z', on, false],
    ['as long as the annotation says', '2026-03-01T12:00:31Z', { ...on, [RESET_DELAY_ANNOTATION]: '30s' }, false],
    ['by the delay also where prescaling was turned off', '2026-03-01T12:10:01Z', {}, false],
  ])('%s', (_, now, annotations, expected) => {
    expect(isHeld(now, annotations)).toBe(expected);
  });
});

test.each([
  ['1h30m', 5400],
  ['0', 0],
  ['-5m', -300],
  ['', 600],
  ['600', 600],
  ['soon', 600],
])('a reset delay of "%s" is %d seconds', (text, seconds) => {
  expect(resetDelayOf(situation([], { annotations: { [RESET_DELAY_ANNOTATION]: text } }).stackSet)).toBe(seconds);
});
