import { describe, expect, test } from 'vitest';
import { untilNextPass, type Waiting } from './next-pass.ts';

const RHYTHM = { pollInterval: 20_000, debounce: 200 };
const NOW = 1_000_000;
const IDLE: Waiting = { lastFetch: NOW, atOnce: false };

describe('the next pass comes', () => {
  test.each<[string, Waiting, number]>([
    ['with the next poll where nothing happens', IDLE, 20_000],
    ['at once where the repository is said to have changed', { ...IDLE, atOnce: true }, 0],
    ['once the cluster is quiet', { ...IDLE, changes: { first: NOW - 150, last: NOW - 50 } }, 150],
    ['soon where the cluster never is', { ...IDLE, changes: { first: NOW - 1990, last: NOW } }, 10],
    ['at once where the cluster was quiet long enough', { ...IDLE, changes: { first: NOW - 500, last: NOW - 300 } }, 0],
    ['at the next moment', { ...IDLE, nextMoment: 7_000 }, 7_000],
    ['at once where that has come', { ...IDLE, nextMoment: -5 }, 0],
    ['when the poll is overdue', { ...IDLE, lastFetch: NOW - 60_000 }, 0],
    ['not before a failure has been slept over', { ...IDLE, atOnce: true, notBefore: NOW + 3_000 }, 3_000],
    ['no later for a failure long ago', { ...IDLE, notBefore: NOW - 3_000 }, 20_000],
  ])('%s', (_what, waiting, expected) => expect(untilNextPass(waiting, RHYTHM, NOW)).toBe(expected));

  test('with a look at the wall clock in between, where it is far away', () => {
    expect(untilNextPass({ ...IDLE, nextMoment: 1e12 }, { ...RHYTHM, pollInterval: 1e12 }, NOW)).toBe(30_000);
  });
});
