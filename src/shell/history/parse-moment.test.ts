import { expect, test } from 'vitest';
import { parseMoment } from './parse-moment.ts';

const NOW = Date.parse('2026-03-08T12:00:00Z') / 1000;

test.each([
  ['2026-03-01T12:00:30Z', '2026-03-01T12:00:30Z'],
  ['2026-03-01T13:00:30+01:00', '2026-03-01T12:00:30Z'],
  ['2026-03-01', '2026-03-01T00:00:00Z'],
  ['7d', '2026-03-01T12:00:00Z'],
  ['36h', '2026-03-07T00:00:00Z'],
  ['1h30m', '2026-03-08T10:30:00Z'],
  ['0', '2026-03-08T12:00:00Z'],
  ['-1h', undefined],
  ['2026-02-30', undefined],
  ['yesterday', undefined],
  ['7', undefined],
  ['', undefined],
])('%j is %s', (text, expected) => {
  const seconds = parseMoment(text, NOW);
  expect(seconds).toBe(expected === undefined ? undefined : Date.parse(expected) / 1000);
});
