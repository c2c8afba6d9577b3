import { describe, expect, test } from 'vitest';
import type { LocatedProblem } from '../../problem/located-problem.ts';
import { countProblems, formatProblems } from './format-problems.ts';
import { COLOURED, PLAIN } from './style.ts';

const SOURCE: Readonly<Record<string, readonly string[]>> = {
  'apps/shop/stackset.yaml': ['spec:', '  traffic:', '\t- {weight: -1}', `  long: ${'x'.repeat(200)}`, '  evil: \u001B[2J\u202Etxt', ''],
};
const readLine = (file: string, line: number) => SOURCE[file]?.[line - 1];

const problem: LocatedProblem = {
  severity: 'error',
  reason: 'WeightNegative',
  object: { apiVersion: 'zalando.org/v1', kind: 'StackSet', namespace: 'default', name: 'shop' },
  path: ['spec', 'traffic', 0, 'weight'],
  message: 'the weight -1 is negative',
  remedy: 'Give 0 or more.',
  file: 'apps/shop/stackset.yaml',
  line: 3,
  column: 5,
};

const { file: _file, line: _line, column: _column, ...placeless } = problem;
const { object: _object, ...aboutFile } = { ...problem, path: [], message: 'the file is empty', line: 6, column: 1 };

describe('a problem for people', () => {
  test.each<[string, LocatedProblem, string]>([
    [
      'has its place, object, field, message, source line and remedy',
      problem,
      `apps/shop/stackset.yaml:3:5: error: StackSet default/shop: spec.traffic[0].weight: the weight -1 is negative
    3 | \t- {weight: -1}
      | \t   ^
    Give 0 or more.

1 error
`,
    ],
    [
      'is a warning where it is one',
      { ...placeless, severity: 'warning' },
      `warning: StackSet default/shop: spec.traffic[0].weight: the weight -1 is negative
    Give 0 or more.

1 warning
`,
    ],
    [
      'about a file as a whole has neither object nor field, and no empty line is quoted',
      aboutFile,
      `apps/shop/stackset.yaml:6:1: error: the file is empty
    Give 0 or more.

1 error
`,
    ],
    [
      'in a file that cannot be read has no excerpt',
      { ...problem, file: 'gone.yaml' },
      `gone.yaml:3:5: error: StackSet default/shop: spec.traffic[0].weight: the weight -1 is negative
    Give 0 or more.

1 error
`,
    ],
    [
      'on a long line quotes its beginning',
      { ...problem, line: 4, column: 150 },
      `apps/shop/stackset.yaml:4:150: error: StackSet default/shop: spec.traffic[0].weight: the weight -1 is negative
    4 |   long: ${'x'.repeat(92)}…
    Give 0 or more.

1 error
`,
    ],
    [
      'shows characters that would play tricks on the terminal, and points right all the same',
      { ...problem, path: [], message: 'bad \u001B]8;; link', line: 5, column: 14 },
      `apps/shop/stackset.yaml:5:14: error: StackSet default/shop: bad \\u001B]8;; link
    5 |   evil: \\u001B[2J\\u202Etxt
      |                        ^
    Give 0 or more.

1 error
`,
    ],
  ])('%s', (_name, given, expected) => expect(formatProblems([given], readLine, PLAIN)).toBe(expected));

  test('is coloured on a terminal', () => {
    const text = formatProblems([{ ...placeless, path: [] }], readLine, COLOURED);
    expect(text).toBe(
      '\u001B[31merror\u001B[39m: StackSet default/shop: the weight -1 is negative\n    Give 0 or more.\n\n\u001B[1m1 error\u001B[22m\n',
    );
  });
});

describe('problems', () => {
  test.each([
    [0, 0, ''],
    [1, 0, '1 error'],
    [2, 1, '2 errors, 1 warning'],
    [0, 2, '2 warnings'],
  ])('%i errors and %i warnings are counted as %j', (errors, warnings, expected) => {
    const all = [...Array(errors).fill(problem), ...Array(warnings).fill({ ...problem, severity: 'warning' })];
    expect(countProblems(all)).toBe(expected);
  });

  test('that are none give no text', () => expect(formatProblems([], readLine, PLAIN)).toBe(''));
});
