import { expect, test } from 'vitest';
import { progressBar } from './progress-bar.ts';

const show = (isTTY: boolean): string => {
  let written = '';
  let now = 0;
  const bar = progressBar({ write: (text) => (written += text), isTTY }, () => now);
  for (let done = 1; done <= 100; done++) {
    bar.update(done, 100);
    now += 2;
  }
  bar.end();
  return written;
};

test('a bar grows on a terminal and is taken away', () => {
  expect(show(true).split('\r').slice(1)).toEqual([
    `${'░'.repeat(30)} 1 %`,
    `${'█'.repeat(8)}${'░'.repeat(22)} 26 %`,
    `${'█'.repeat(15)}${'░'.repeat(15)} 51 %`,
    `${'█'.repeat(23)}${'░'.repeat(7)} 76 %`,
    '\u001B[K',
  ]);
});

test('nothing is written elsewhere', () => expect(show(false)).toBe(''));
