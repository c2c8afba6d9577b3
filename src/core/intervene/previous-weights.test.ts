import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PastState, previousWeights } from './previous-weights.ts';

/** `90` is a controller's state with 90 % for v1 and the rest for v2; `90!` is a person's, `-` has no traffic. */
function past(text: string): PastState & { readonly text: string } {
  const weight = Number.parseInt(text, 10);
  const stacks =
    text === '-'
      ? [{ name: 'v1', weight: 0 }]
      : [
          { name: 'v1', weight },
          { name: 'v2', weight: 100 - weight },
        ];
  const state = {
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'StackSetState',
    metadata: { name: 'shop' },
    spec: { stacks },
  } as const;
  return { text, state, isPersons: text.endsWith('!') };
}

const back = (history: string): string | undefined => previousWeights(history.split(' ').reverse().map(past))?.text;

test.each<readonly [string, string, string | undefined]>([
  ['the state before the last move', '100 90 50', '90'],
  ['what else was decided since does not count', '100 90 50 50 50', '90'],
  ['which is not the oldest one with such weights', '100 90 100 50 100', '50'],
  ['nothing before the first move', '100 100', undefined],
  ['a person who moved on is a move like any other', '100 90 0!', '90'],
  ['after a way back, further back', '100 90 50 90!', '100'],
  ['also where a controller has written since', '100 90 50 90! 90 90', '100'],
  ['and further', '100 90 50 90! 100!', undefined],
  ['after a way back of two steps', '100 90 50 0 90!', '100'],
  ['a controller that was asked to go back did move', '100 90 50 90', '50'],
  ['after a new move, what was before that', '100 90 50 90! 20', '90'],
  ['a way back that was undone did not happen', '100 90 50 90! 50!', '90'],
  ['states without any traffic are passed over', '- 100 - 90', '100'],
  ['without traffic there is nothing to go back to', '-', undefined],
])('%s: %s', (_rule, history, expected) => {
  expect(back(history)).toBe(expected);
});

test('going back again and again comes to an end, and never to the same weights', () => {
  const weights = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.boolean()), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(weights, (moves) => {
      const history = moves.map(([step, isPersons]) => past(`${step * 25}${isPersons ? '!' : ''}`)).reverse();
      for (let next = previousWeights(history); next !== undefined; next = previousWeights(history)) {
        const weight = Number.parseInt(next.text, 10);
        expect(weight).not.toBe(Number.parseInt(history[0]?.text ?? '', 10));
        history.unshift(past(`${weight}!`));
        expect(history.length).toBeLessThan(2 * moves.length);
      }
    }),
  );
});
