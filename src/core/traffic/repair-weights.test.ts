import { expect, test } from 'vitest';
import { situation, stackSituation } from '../../../fixtures/decide/situation.ts';
import { repairWeights } from './repair-weights.ts';

const stack = (name: string, weight: number, scaledDown: boolean, routed?: number): ReturnType<typeof stackSituation> =>
  stackSituation(name, {
    state: { name, weight, ...(scaledDown && { scaledDown }) },
    observation: { children: [], routes: routed === undefined ? [] : [{ kind: 'Ingress', weight: routed, step: 1 }] },
  });

test.each([
  ['a state that scales down nothing with weight stays', [stack('a', 60, false, 100), stack('b', 40, false, 0)], [60, 40]],
  ['requests stay where live routes lead to', [stack('a', 100, true, 0), stack('b', 0, false, 100)], [0, 100]],
  ['but not to stacks that are scaled down', [stack('a', 100, true, 50), stack('b', 0, false, 50)], [0, 50]],
  ['without routes the rest keeps its weights', [stack('a', 60, true), stack('b', 40, false)], [0, 40]],
  ['where nothing else runs the stack gets it, and is started', [stack('a', 100, true), stack('b', 0, true)], [100, 0]],
])('%s', (_, stacks, weights) => {
  expect(repairWeights(situation(stacks)).stacks.map(({ state }) => state.weight)).toEqual(weights);
});
