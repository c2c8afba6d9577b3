import { expect, test } from 'vitest';
import { situation, stackOf, stackSituation } from '../../../fixtures/decide/situation.ts';
import type { StackSituation } from '../lifecycle/situation.ts';
import { FORWARD_BACKEND_ANNOTATION, PRESCALE_ANNOTATION } from '../model/annotations.ts';
import { makesPodsAhead } from './makes-pods-ahead.ts';

const prescaling = { replicas: 4, desiredWeight: 50, lastTrafficIncrease: '2026-03-01T12:00:00Z' };
const state = (fields: object): Partial<StackSituation> => ({ state: { name: 'shop-v1', weight: 0, ...fields } });
const forwarding = { stack: stackOf('shop-v1', {}, { [FORWARD_BACKEND_ANNOTATION]: 'other' }) };

test.each<readonly [string, Partial<StackSituation>, { readonly annotation?: true; readonly original?: true }, boolean]>([
  ['any stack, where the StackSet asks for it', {}, { annotation: true }, true],
  ['also as the original decides', {}, { annotation: true, original: true }, true],
  ['a stack with pods, where it does not', {}, {}, false],
  ['one that was scaled down', state({ scaledDown: true }), {}, true],
  ['one that was started since, until it has its traffic', state({ prescaling }), {}, true],
  ['not as the original decides', state({ scaledDown: true }), { original: true }, false],
  ['one that forwards to another cluster has no pods here', { ...state({ scaledDown: true }), ...forwarding }, {}, false],
])('%s', (_name, changes, { annotation, original }, expected) => {
  const stack = stackSituation('shop-v1', { asked: 50, ...changes });
  const { stackSet, policy } = situation([stack], annotation ? { annotations: { [PRESCALE_ANNOTATION]: '' } } : {});
  expect(makesPodsAhead(stack, { stackSet, policy: { ...policy, awaitRoutes: !original } })).toBe(expected);
});
