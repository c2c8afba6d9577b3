import { expect, test } from 'vitest';
import { stackSituation } from '../../../fixtures/decide/situation.ts';
import { fallbackStack } from './fallback-stack.ts';

const lost = (name: string, noTrafficSince?: string): ReturnType<typeof stackSituation> =>
  stackSituation(name, { before: { name, weight: 0, ...(noTrafficSince && { noTrafficSince }) } });

test.each([
  ['none without stacks', [], undefined],
  ['the oldest where none ever had traffic', [lost('shop-v9'), lost('shop-v1')], 'shop-v9'],
  ['the one that lost it last', [lost('a'), lost('b', '2026-03-01T12:00:00Z'), lost('c', '2026-03-01T11:00:00Z')], 'b'],
  ['the older of two that lost it at once', [lost('b', '2026-03-01T12:00:00Z'), lost('a', '2026-03-01T12:00:00Z')], 'b'],
  ['times are compared, not texts', [lost('a', '2026-03-01T13:00:00+02:00'), lost('b', '2026-03-01T12:00:00Z')], 'b'],
  ['a time that is none does not count', [lost('a'), lost('b', 'yesterday')], 'a'],
])('%s', (_, stacks, expected) => {
  expect(fallbackStack(stacks)).toBe(expected);
});
