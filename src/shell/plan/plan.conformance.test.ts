import { expect, test } from 'vitest';
import { comparePlans } from '../../../fixtures/conformance/compare-plans.ts';

test('every recorded step is decided and generated as the original did', () => {
  const steps = comparePlans();
  expect(steps.length).toBeGreaterThan(500);
  expect(steps.flatMap(({ name, differences }) => differences.map((text) => `${name}: ${text}`))).toEqual([]);
}, 120_000);
