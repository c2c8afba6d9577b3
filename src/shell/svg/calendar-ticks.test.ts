import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarTicks } from './calendar-ticks.ts';

const seconds = (text: string): number => Date.parse(text) / 1000;
const labels = (from: string, to: string, most = 8): readonly string[] =>
  calendarTicks(seconds(from), seconds(to), most).map(({ label }) => label);

test.each([
  [
    'a minute',
    '2026-03-01T12:00:05Z',
    '2026-03-01T12:01:05Z',
    ['1 Mar, 12:00:10', '12:00:20', '12:00:30', '12:00:40', '12:00:50', '12:01:00'],
  ],
  ['an hour', '2026-03-01T12:03:00Z', '2026-03-01T13:03:00Z', ['1 Mar, 12:10', '12:20', '12:30', '12:40', '12:50', '13:00']],
  ['a night', '2026-03-01T20:00:00Z', '2026-03-02T06:00:00Z', ['1 Mar, 21:00', '2 Mar', '03:00', '06:00']],
  ['some days', '2026-02-26T12:00:00Z', '2026-03-03T12:00:00Z', ['27 Feb', '28 Feb', '1 Mar', '2 Mar', '3 Mar']],
  ['weeks, which begin on Mondays', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z', ['2 Mar', '9 Mar', '16 Mar', '23 Mar', '30 Mar']],
  [
    'months',
    '2025-10-15T00:00:00Z',
    '2026-05-15T00:00:00Z',
    ['Nov 2025', 'Dec 2025', '2026', 'Feb 2026', 'Mar 2026', 'Apr 2026', 'May 2026'],
  ],
  ['years', '2020-06-01T00:00:00Z', '2026-06-01T00:00:00Z', ['2021', '2022', '2023', '2024', '2025', '2026']],
])('the ticks of %s', (_name, from, to, expected) => {
  expect(labels(from, to)).toEqual(expected);
});

test('there are never many more than there is room for, in order and within the stretch', () => {
  const moment = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 2_000_000_000 }), fc.integer({ min: 2, max: 14 }), (from, duration, most) => {
      const ticks = calendarTicks(from, from + duration, most);
      expect(ticks.length).toBeLessThanOrEqual(most + 1);
      for (const [index, { at }] of ticks.entries()) {
        expect(at).toBeGreaterThanOrEqual(from);
        expect(at).toBeLessThanOrEqual(from + duration);
        if (index > 0) expect(at).toBeGreaterThan(ticks[index - 1]?.at ?? 0);
      }
    }),
  );
});
