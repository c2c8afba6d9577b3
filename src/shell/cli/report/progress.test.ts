import { expect, test } from 'vitest';
import { progressLine } from './progress.ts';

function play(isTTY: boolean, times: readonly number[]): string {
  let text = '';
  let clock = 0;
  const line = progressLine({ stderr: { isTTY, write: (part) => (text += part) } }, () => clock);
  for (const [index, time] of times.entries()) {
    clock = time;
    line.update(index + 1, times.length);
  }
  line.end();
  return text;
}

test.each([
  ['is silent where the work is short', true, [100, 200, 499], ''],
  ['counts where it is long, not too often, and goes away', true, [100, 600, 650, 700], '\r2 of 4 packages\r4 of 4 packages\r\u001B[K'],
  ['is silent where nobody watches', false, [600, 1200], ''],
])('a progress line %s', (_name, isTTY, times, expected) => expect(play(isTTY, times)).toBe(expected));
