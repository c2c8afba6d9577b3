import { describe, expect, it } from 'vitest';
import { addUp, countTests } from './test-count.ts';

const report = (numPassedTests: number, ...files: readonly (readonly [string, ...string[]])[]): string =>
  JSON.stringify({
    numPassedTests,
    testResults: files.map(([status, ...tests]) => ({ status, assertionResults: tests.map((test) => ({ status: test })) })),
  });

describe('countTests', () => {
  it.for([
    ['all passed', report(2, ['passed', 'passed', 'passed']), { passed: 2, failed: 0 }],
    ['some failed', report(1, ['failed', 'passed', 'failed'], ['failed', 'failed']), { passed: 1, failed: 2 }],
    ['a file that could not be loaded', report(1, ['passed', 'passed'], ['failed']), { passed: 1, failed: 1 }],
    ['a file whose tests passed and whose clean-up failed', report(1, ['failed', 'passed']), { passed: 1, failed: 1 }],
    ['skipped tests count as neither', report(1, ['passed', 'passed', 'skipped']), { passed: 1, failed: 0 }],
    ['no test', report(0), { passed: 0, failed: 0 }],
  ] as const)('%s', ([, text, expected]) => expect(countTests(text)).toEqual(expected));

  it('refuses what is no report', () => expect(() => countTests('')).toThrow());
});

describe('addUp', () => {
  it('adds up all reports', () =>
    expect(addUp([countTests(report(2)), countTests(report(3, ['failed']))])).toEqual({ passed: 5, failed: 1 }));
});
