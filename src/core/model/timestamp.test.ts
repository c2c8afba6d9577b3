import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTimestamp, parseTimestamp } from './timestamp.ts';

const years = { min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true };
const wholeSeconds = fc.date(years).map((date) => Math.floor(date.getTime() / 1000));

test('a time is written as JavaScript writes it, without milliseconds', () => {
  fc.assert(
    fc.property(wholeSeconds, (seconds) => {
      expect(formatTimestamp(seconds)).toBe(new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'));
    }),
    { numRuns: 5000 },
  );
});

test('and read as JavaScript reads it, with any offset', () => {
  fc.assert(
    fc.property(wholeSeconds, fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 }), (seconds, offset) => {
      const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
      const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
      const text = formatTimestamp(seconds).replace('Z', `${offset < 0 ? '-' : '+'}${hours}:${minutes}`);
      expect(parseTimestamp(text)).toBe(Date.parse(text) / 1000);
    }),
    { numRuns: 5000 },
  );
});

describe('what is no time', () => {
  test.each([
    '',
    'now',
    '2026-03-01',
    '2026-03-01T12:00Z',
    '2026-03-01T12:00:00',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00+24:00',
    ' 2026-01-01T00:00:00Z',
  ])('%j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

test('fractions are cut; a leap day is read', () => {
  expect(parseTimestamp('2024-02-29T12:00:30.999999999Z')).toBe(Date.parse('2024-02-29T12:00:30Z') / 1000);
});
