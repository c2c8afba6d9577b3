import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBranchName } from './branch-name.ts';

const isTaken = (name: string): boolean => checkBranchName(name, []).length === 0;

function gitTakes(name: string): boolean {
  try {
    execFileSync('git', ['check-ref-format', `refs/heads/${name}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Git takes them as names, and means something else by them, or they deceive who reads them. */
const ONLY_REFUSED_HERE = /^-|^(@|HEAD)$|^refs\/|[\u0080-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

describe('the name of a branch', () => {
  test.each(['main', 'env/eu-1', 'a.b', 'release/2026.3', 'größe', 'a@b', 'x-', '@x', 'feature/HEAD'])('%j is one', (name) => {
    expect([isTaken(name), gitTakes(name)]).toEqual([true, true]);
  });

  test('as Git says, and a few less', () => {
    const part = fc.constantFrom(
      'a',
      'b',
      '.',
      '..',
      '/',
      '-',
      '@',
      '{',
      '.lock',
      ' ',
      '~',
      '^',
      ':',
      '?',
      '*',
      '[',
      '\\',
      '\t',
      '\u007f',
      'HEAD',
      'refs',
      'ü',
      '\u202e',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const name = parts.join('');
        expect(isTaken(name)).toBe(gitTakes(name) && !ONLY_REFUSED_HERE.test(name));
      }),
      { numRuns: 300 },
    );
  });
});
