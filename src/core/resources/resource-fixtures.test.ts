import { describe, expect, test } from 'vitest';
import { readExpected, readResourceCases, renderCase, writeExpected } from '../../../fixtures/resources/cases.ts';

const cases = readResourceCases();

/** `UPDATE_FIXTURES=1` writes what render gives now: look at the difference before you commit it. */
const updates = process.env.UPDATE_FIXTURES === '1';

describe('what render gives', () => {
  test('has cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(100);
  });

  test.each(cases.map((resourceCase) => [resourceCase.name, resourceCase] as const))('%s', (_name, resourceCase) => {
    expect(resourceCase.faults).toEqual([]);
    const files = renderCase(resourceCase);
    if (updates) writeExpected(resourceCase, files);
    expect(files).toEqual(readExpected(resourceCase));
  });
});
