import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { readScenarios } from '../../../fixtures/conformance/cases.ts';
import { planRender } from '../package/plan-render.ts';
import type { ImportPlan } from './import-plan.ts';
import { planImport } from './plan-import.ts';
import { writeImport } from './write-import.ts';

/** Recorded clusters with several Stacks, of every kind of story. */
const dumps = readScenarios().flatMap(({ steps }) => {
  const last = steps.at(-1);
  return last && last.live.filter(({ kind }) => kind === 'Stack').length > 1 ? [last.live] : [];
});

const importOf = (objects: readonly unknown[], folder: string): ImportPlan =>
  planImport({ dump: JSON.stringify(objects), file: 'dump.json', output: 'apps', workingDirectory: `/nowhere/${folder}` });

const shuffled = fc
  .constantFrom(...dumps)
  .chain((objects) =>
    fc.record({ objects: fc.constant(objects), shuffled: fc.shuffledSubarray([...objects], { minLength: objects.length }) }),
  );

test('there are dumps to shuffle', () => expect(dumps.length).toBeGreaterThan(30));

test('the order of the objects in the dump does not matter, nor does the folder', () => {
  fc.assert(
    fc.property(shuffled, ({ objects, shuffled: other }) => {
      expect(importOf(other, 'b')).toEqual(importOf(objects, 'a'));
    }),
    { numRuns: 1000 },
  );
}, 120_000);

/** A value somewhere in a dump is replaced by any other, or taken out. */
const mangled = fc
  .record({
    objects: fc.constantFrom(...dumps),
    choices: fc.array(fc.nat(), { minLength: 2, maxLength: 8 }),
    value: fc.option(fc.jsonValue(), { nil: undefined }),
  })
  .map(({ objects, choices, value }) => {
    const copy: unknown[] = structuredClone([...objects]);
    let at: unknown = copy;
    for (const [index, choice] of choices.entries()) {
      const keys = Object.keys(at as object);
      const key = keys[choice % keys.length];
      const fields = at as Record<string, unknown>;
      if (key === undefined) break;
      const inner = fields[key];
      if (index === choices.length - 1 || typeof inner !== 'object' || inner === null || Object.keys(inner).length === 0) {
        if (value === undefined) delete fields[key];
        else fields[key] = value;
        break;
      }
      at = inner;
    }
    return copy;
  });

test('no dump makes it throw, and with an error it writes nothing', () => {
  fc.assert(
    fc.property(mangled, (objects) => {
      const { changes, problems } = importOf(objects, 'c');
      if (problems.some(({ severity }) => severity === 'error')) expect(changes).toEqual([]);
      else expect(changes.length).toBeGreaterThan(3);
    }),
    { numRuns: 2000 },
  );
}, 120_000);

test('what is imported of any dump renders to itself', async () => {
  const root = mkdtempSync(join(tmpdir(), 'import-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  let count = 0;
  await fc.assert(
    fc.asyncProperty(mangled, async (objects) => {
      const folder = join(root, String(count++));
      mkdirSync(folder);
      const plan = planImport({ dump: JSON.stringify(objects), file: 'dump.json', output: 'apps', workingDirectory: folder });
      if (plan.changes.length === 0) return;
      writeImport(plan, folder);
      const { changes, problems } = await planRender({ directories: ['apps'], allowRemoval: false, workingDirectory: folder });
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(changes).toEqual([]);
    }),
    { numRuns: 500 },
  );
}, 120_000);
