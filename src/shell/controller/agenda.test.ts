import { expect, test } from 'vitest';
import { Agenda } from './agenda.ts';

const sorted = (keys: ReadonlySet<string>): readonly string[] => [...keys].sort();

test('what changed is due until it is settled', () => {
  const agenda = new Agenda();
  agenda.add('a');
  agenda.add('b');
  agenda.settle('a', undefined, 0);
  expect(sorted(agenda.due(0))).toEqual(['b']);
  expect(agenda.hasChanges).toBe(true);
  agenda.settle('b', undefined, 0);
  expect([agenda.hasChanges, agenda.due(Number.MAX_SAFE_INTEGER).size]).toEqual([false, 0]);
});

test('a moment is due when it has come, and until it is settled', () => {
  const agenda = new Agenda();
  agenda.settle('a', 100, 0);
  agenda.settle('b', 50, 0);
  expect(agenda.nextMoment(0)).toBe(50);
  expect(sorted(agenda.due(49))).toEqual([]);
  expect(sorted(agenda.due(50))).toEqual(['b']);
  expect(sorted(agenda.due(100))).toEqual(['a', 'b']);
  agenda.settle('b', 200, 50);
  expect(sorted(agenda.due(100))).toEqual(['a']);
  agenda.forget('a');
  agenda.forget('b');
  expect(agenda.nextMoment(100)).toBeUndefined();
});

test('what a clock told that was set back is due at once', () => {
  const agenda = new Agenda();
  agenda.settle('a', 18_300, 18_000);
  agenda.settle('b', 400, 100);
  expect([sorted(agenda.due(18_000)), agenda.nextMoment(18_000)]).toEqual([['b'], 400]);
  expect([sorted(agenda.due(200)), agenda.nextMoment(200)]).toEqual([['a'], 200]);
  agenda.settle('a', 500, 200);
  expect([sorted(agenda.due(200)), agenda.nextMoment(200)]).toEqual([[], 400]);
});
