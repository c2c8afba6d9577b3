import { expect, test } from 'vitest';
import { Agenda } from './agenda.ts';

const sorted = (keys: ReadonlySet<string>): readonly string[] => [...keys].sort();

test('what changed is due until it is settled', () => {
  const agenda = new Agenda();
  agenda.add('a');
  agenda.add('b');
  agenda.settle('a', undefined);
  expect(sorted(agenda.due(0))).toEqual(['b']);
  expect(agenda.hasChanges).toBe(true);
  agenda.settle('b', undefined);
  expect([agenda.hasChanges, agenda.due(Number.MAX_SAFE_INTEGER).size]).toEqual([false, 0]);
});

test('a moment is due when it has come, and until it is settled', () => {
  const agenda = new Agenda();
  agenda.settle('a', 100);
  agenda.settle('b', 50);
  expect(agenda.nextMoment).toBe(50);
  expect(sorted(agenda.due(49))).toEqual([]);
  expect(sorted(agenda.due(50))).toEqual(['b']);
  expect(sorted(agenda.due(100))).toEqual(['a', 'b']);
  agenda.settle('b', 200);
  expect(sorted(agenda.due(100))).toEqual(['a']);
  agenda.forget('a');
  agenda.forget('b');
  expect(agenda.nextMoment).toBeUndefined();
});
