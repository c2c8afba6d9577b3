import { expect, test } from 'vitest';
import { formatPath, hasErrors, type Problem, type Severity } from './problem.ts';

test.each([
  [[], ''],
  [['spec'], 'spec'],
  [['spec', 'traffic', 0, 'weight'], 'spec.traffic[0].weight'],
  [['metadata', 'annotations', 'a/b'], 'metadata.annotations["a/b"]'],
  [['metadata', 'labels', 'stack-version'], 'metadata.labels.stack-version'],
  [['metadata', 'labels', ''], 'metadata.labels[""]'],
  [['metadata', 'labels', '1a'], 'metadata.labels["1a"]'],
  [['metadata', 'labels', 'a"b'], 'metadata.labels["a\\"b"]'],
  [['a.b', 'c'], '["a.b"].c'],
  [[0, 1], '[0][1]'],
])('%j is written %s', (path, expected) => {
  expect(formatPath(path)).toBe(expected);
});

const problem = (severity: Severity): Problem => ({ severity, reason: 'Any', path: [], message: '', remedy: '' });

test('warnings alone are no errors', () => {
  expect(hasErrors([])).toBe(false);
  expect(hasErrors([problem('warning')])).toBe(false);
  expect(hasErrors([problem('warning'), problem('error')])).toBe(true);
});
