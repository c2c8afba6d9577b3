import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTestRepository } from './testing/open-clone.ts';
import { type PastCommit, type PersonsChanges, ServerRepository } from './testing/server-repository.ts';

const FILES = ['a/x', 'a/y', 'b/c/z', 'top'] as const;

/** One commit: its parents, counted back from the newest, what it changes, and how its clock differs. */
const step = fc.record({
  parents: fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }),
  changes: fc.dictionary(fc.constantFrom(...FILES), fc.option(fc.constantFrom('1', '2', '3'), { nil: undefined }), { maxKeys: 3 }),
  clock: fc.constantFrom(0, 0, 0, -500, 500),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const BEGIN = 1_700_000_000;

function toHistory(steps: readonly Step[]): readonly PastCommit[] {
  const first = { changes: { 'a/x': '0', other: '0' }, parents: [], time: BEGIN };
  const later = steps.map(({ parents, changes, clock }, index) => ({
    changes: changes as PersonsChanges,
    parents: [...new Set(parents.map((back) => Math.max(index - back, 0)))],
    time: BEGIN + index * 60 + clock,
  }));
  return [first, ...later];
}

test('the last touch of each file is what git log -1 says of it alone, whatever was merged and however clocks differ', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const server = await ServerRepository.create();
      const tip = await server.history(toHistory(steps));
      const repository = await openTestRepository(server.url);
      await repository.fetch();
      const found = await repository.lastTouch(tip, [...FILES, 'never']);
      for (const file of [...FILES, 'never']) {
        expect(found.get(file) ?? '', file).toBe(await server.git('log', '-1', '--format=%H', tip, '--', file));
      }
    }),
    { numRuns: 15 },
  );
}, 120_000);

test('no file, no walk', async () => {
  const server = await ServerRepository.create();
  const tip = await server.commit({ a: '1' });
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  expect(await repository.lastTouch(tip, [])).toEqual(new Map());
});
