interface TestCount {
  readonly passed: number;
  readonly failed: number;
}

/** What is read of vitest's JSON report, which has Jest's shape. https://vitest.dev/guide/reporters#json-reporter */
interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** A file that failed before its first test, or around its tests, counts as one failed test: nothing that failed is left out. */
export function countTests(report: string): TestCount {
  const { numPassedTests, testResults } = JSON.parse(report) as Report;
  const failures = testResults.map(({ status, assertionResults }) => {
    const failedTests = assertionResults.filter((test) => test.status === 'failed').length;
    return status === 'failed' ? Math.max(1, failedTests) : failedTests;
  });
  return { passed: numPassedTests, failed: failures.reduce((sum, count) => sum + count, 0) };
}

export function addUp(counts: readonly TestCount[]): TestCount {
  return counts.reduce((sum, count) => ({ passed: sum.passed + count.passed, failed: sum.failed + count.failed }), {
    passed: 0,
    failed: 0,
  });
}
