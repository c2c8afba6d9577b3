import { expect, test } from 'vitest';
import type { Blocked } from '../../../core/model/decision.ts';
import { undecided } from '../../../core/sync/undecided.ts';
import type { LogFields, LogLevel } from '../../log/log.ts';
import type { LocatedProblem } from '../../problem/located-problem.ts';
import type { StackSetReport } from '../stack-set-report.ts';
import { PassLog } from './log-passes.ts';

type Line = readonly [level: LogLevel, message: string, remedy?: unknown];

/** What is told of one StackSet, pass by pass. */
function told(...reports: readonly Pick<StackSetReport, 'decision' | 'problems'>[]): readonly (readonly Line[])[] {
  let lines: Line[] = [];
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      lines.push(fields.remedy === undefined ? [level, message] : [level, message, fields.remedy]);
    };
  const log = new PassLog({ debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') });
  return reports.map((report) => {
    lines = [];
    const about = { id: 'apps/shop', folder: 'apps/shop', namespace: 'default', name: 'shop' };
    log.passed({ outcome: { kind: 'unchanged' }, stackSets: [{ ...about, ...report }], looked: new Set(), lostRaces: 0, seconds: 0 });
    return lines;
  });
}

const blockedBy = (...blocked: readonly Blocked[]): StackSetReport['decision'] => undecided({}, blocked);

const problem = (line: number, severity: LocatedProblem['severity'] = 'error'): LocatedProblem => ({
  severity,
  reason: 'WeightNegative',
  path: ['spec', 'traffic', 0, 'weight'],
  message: 'the weight is negative',
  remedy: 'Give 0 or more.',
  file: 'apps/shop/stackset.yaml',
  line,
  column: 5,
});

const invalid = (...problems: readonly LocatedProblem[]): Pick<StackSetReport, 'decision' | 'problems'> => ({
  decision: blockedBy({ reason: 'Invalid', problems }),
  problems,
});

test('what a person has to mend is told with its place and its remedy, once', () => {
  const [first, again, moved] = told(
    invalid(problem(3), problem(4, 'warning')),
    invalid(problem(3), problem(4, 'warning')),
    invalid(problem(7)),
  );
  expect(first).toEqual([
    ['warn', 'default/shop waits: apps/shop/stackset.yaml:3:5: spec.traffic[0].weight: the weight is negative', 'Give 0 or more.'],
  ]);
  expect(again).toEqual([]);
  expect(moved).toHaveLength(1);
});

test('of very many problems the first are told, and how many more there are', () => {
  const [lines] = told(invalid(...Array.from({ length: 1000 }, (_, index) => problem(index + 1))));
  expect(lines).toHaveLength(11);
  expect(lines?.at(-1)).toEqual(['warn', 'default/shop waits: and 990 errors more']);
});

test('a fault of a state has the place that is known', () => {
  const { file: _file, line: _line, column: _column, ...placeless } = problem(1);
  expect(told({ decision: blockedBy({ reason: 'Invalid', problems: [placeless] }), problems: [] })[0]).toEqual([
    ['warn', 'default/shop waits: spec.traffic[0].weight: the weight is negative', 'Give 0 or more.'],
  ]);
});

test('what passes by itself is information', () => {
  expect(told({ decision: blockedBy({ reason: 'Paused' }), problems: [] })[0]?.[0]?.[0]).toBe('info');
});
