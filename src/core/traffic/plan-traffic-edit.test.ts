import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askedWeights } from './asked-weights.ts';
import { type PresentTraffic, planTrafficEdit, type TrafficEditPlan } from './plan-traffic-edit.ts';
import { roundWeights, type TrafficWeights } from './round-weights.ts';

const present = (weights: Readonly<Record<string, number>>, own: Partial<PresentTraffic> = {}): PresentTraffic => {
  const all = new Map(Object.entries(weights));
  return { stackSet: 'shop', stacks: [...all.keys()], asked: all, live: all, weightPrecision: 1, ...own };
};

const wanted = (text: string): { stack: string; weight: string }[] =>
  text.split(', ').map((pair) => {
    const [stack = '', weight = ''] = pair.split(' ');
    return { stack, weight };
  });

const weightsOf = (plan: TrafficEditPlan): Readonly<Record<string, number>> =>
  plan.kind === 'edit' ? Object.fromEntries(plan.after) : { refused: plan.problems.length };

const messages = (plan: TrafficEditPlan): readonly string[] =>
  plan.kind === 'refused' ? plan.problems.map(({ message, remedy }) => `${message}. ${remedy}`) : [];

describe('the others share the rest in proportion to what they have', () => {
  test.each([
    [{ 'shop-v1': 100, 'shop-v2': 0 }, 'v2 20', { 'shop-v1': 80, 'shop-v2': 20 }],
    [{ 'shop-v1': 60, 'shop-v2': 30, 'shop-v3': 10 }, 'v3 40', { 'shop-v1': 40, 'shop-v2': 20, 'shop-v3': 40 }],
    [{ 'shop-v1': 60, 'shop-v2': 30, 'shop-v3': 10 }, 'v3 40, v2 40', { 'shop-v1': 20, 'shop-v2': 40, 'shop-v3': 40 }],
    [{ 'shop-v1': 50, 'shop-v2': 50, 'shop-v3': 0 }, 'v3 1', { 'shop-v1': 50, 'shop-v2': 49, 'shop-v3': 1 }],
    [{ 'shop-v1': 50, 'shop-v2': 50, 'shop-v3': 0 }, 'v3 100', { 'shop-v1': 0, 'shop-v2': 0, 'shop-v3': 100 }],
    [{ 'shop-v1': 0, 'shop-v2': 100 }, 'v1 100', { 'shop-v1': 100, 'shop-v2': 0 }],
    [{ 'shop-v1': 0, 'shop-v2': 100 }, 'v2 30, v1 70', { 'shop-v1': 70, 'shop-v2': 30 }],
    [{ 'shop-v1': 0, 'shop-v2': 0 }, 'v2 100', { 'shop-v1': 0, 'shop-v2': 100 }],
  ])('%j, %s: %j', (weights, request, expected) => {
    expect(weightsOf(planTrafficEdit(wanted(request), present(weights)))).toEqual(expected);
  });

  test('what they have is what they get, where nothing is asked for', () => {
    const nothing = new Map([
      ['shop-v1', 0],
      ['shop-v2', 0],
    ]);
    const plan = planTrafficEdit(wanted('v2 25'), present({ 'shop-v1': 100, 'shop-v2': 0 }, { asked: nothing }));
    expect(weightsOf(plan)).toEqual({ 'shop-v1': 75, 'shop-v2': 25 });
  });
});

test('a full name goes before a version that looks like it', () => {
  const weights = { 'shop-v1': 90, 'shop-shop-v1': 10 };
  expect(weightsOf(planTrafficEdit(wanted('shop-v1 40'), present(weights)))).toEqual({ 'shop-v1': 40, 'shop-shop-v1': 60 });
});

test.each([
  ['v9 20', ['the StackSet shop has no stack "v9"; it has shop-v1, shop-v2. Name one of v1, v2.']],
  ['shop-v11 20', ['the StackSet shop has no stack "shop-v11"; it has shop-v1, shop-v2. Write shop-v1, if that is meant.']],
  [
    'v1 -1, v2 101',
    [
      'the weight -1 is not between 0 and 100. Write percent, such as 20.',
      'the weight 101 is not between 0 and 100. Write percent, such as 20.',
    ],
  ],
  ['v2 NaN', ['the weight "NaN" is no number. Write percent, such as 20.']],
  ['v2 1e1', ['the weight "1e1" is no number. Write percent, such as 20.']],
  ['v2 20%', ['the weight "20%" is no number. Write percent, such as 20.']],
  [
    'v2 0.1',
    [
      'the weight 0.1 is finer than the steps of 1 % that the RenderConfig allows. Write 0, or set a smaller weightPrecision in the RenderConfig.',
    ],
  ],
  ['v1 20, shop-v1 30', ['shop-v1 is given a weight twice. Give each stack one weight.']],
  ['v1 60, v2 41', ['the weights sum to 101 %, and there are only 100. Give less to one of the stacks.']],
  ['v1 60, v2 39', ['the weights sum to 99 %, and there is no other stack to take the rest. Let the weights sum to 100.']],
  [
    'v1 60',
    [
      '40 % are left for shop-v2, of which none has any weight, so nothing says who gets how much. Say it for one of them too: v1 60 v2 40.',
    ],
  ],
])('refuses %s', (request, expected) => {
  expect(messages(planTrafficEdit(wanted(request), present({ 'shop-v1': 100, 'shop-v2': 0 })))).toEqual(expected);
});

/** The original's formula for one stack, on weights that sum to 100. */
function originalShares(weights: TrafficWeights, stack: string, weight: number): TrafficWeights {
  const change = (100 - weight) / (100 - (weights.get(stack) ?? 0));
  return new Map([...weights].map(([name, own]) => [name, name === stack ? weight : own * change]));
}

test('any plan sums to 100, gives what was wanted, agrees with the original to a step, and is asked for as it is', () => {
  const precisions = fc.constantFrom(1, 0.5, 0.1, 0.01);
  const raw = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 8 });
  let edits = 0;
  fc.assert(
    fc.property(raw, precisions, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (numbers, weightPrecision, pick, part) => {
      const weights = roundWeights(new Map(numbers.map((weight, index) => [`shop-v${index}`, weight])), weightPrecision);
      const stack = `shop-v${pick % numbers.length}`;
      const steps = Math.round(1 / weightPrecision);
      const weight = Math.round(part * 100 * steps) / steps;
      const plan = planTrafficEdit([{ stack, weight: String(weight) }], present(Object.fromEntries(weights), { weightPrecision }));
      if (plan.kind === 'refused') {
        expect([...weights].some(([name, own]) => name !== stack && own > 0)).toBe(false);
        return;
      }
      edits += 1;
      const sum = [...plan.after.values()].reduce((total, own) => total + Math.round(own * steps), 0);
      expect(sum).toBe(100 * steps);
      expect(plan.after.get(stack)).toBe(weight);
      if (weights.get(stack) !== 100 && [...weights.values()].some((own) => own > 0))
        for (const [name, own] of originalShares(weights, stack, weight))
          expect(Math.abs((plan.after.get(name) ?? 0) - own)).toBeLessThanOrEqual(weightPrecision + 1e-9);
      const traffic = [...plan.after].map(([stackName, own]) => ({ stackName, weight: own }));
      const stackSet = { spec: { traffic } } as unknown as Parameters<typeof askedWeights>[0];
      expect(askedWeights(stackSet, [...weights.keys()], { weightPrecision })).toEqual(plan.after);
    }),
    { numRuns: 2000 },
  );
  expect(edits).toBeGreaterThan(1000);
});
