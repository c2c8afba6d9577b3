import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { ImportPlan } from './import-plan.ts';
import { planImport } from './plan-import.ts';
import { writeImport } from './write-import.ts';

const DUMP = readFileSync(join(import.meta.dirname, '../../../fixtures/import/two-stacks-and-their-traffic/dump.yaml'), 'utf8');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'import-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

const plan = (workingDirectory: string): ImportPlan => planImport({ dump: DUMP, file: 'dump.yaml', output: 'apps/shop', workingDirectory });

const filesBelow = (path: string): readonly string[] => (readdirSync(path, { recursive: true }) as string[]).sort();

test('every file of the plan is written, and nothing else', () => {
  const root = folder();
  const planned = plan(root);
  writeImport(planned, root);
  for (const change of planned.changes) expect(readFileSync(join(root, change.path), 'utf8')).toBe('after' in change && change.after);
  const files = filesBelow(root).filter((path) => /\.\w+$/.test(path));
  expect(files).toEqual(planned.changes.map(({ path }) => path).sort());
});

test('two imports into different folders give the same bytes', () => {
  const [a, b] = [folder(), folder()];
  writeImport(plan(a), a);
  writeImport(plan(b), b);
  expect(filesBelow(a)).toEqual(filesBelow(b));
  expect(plan(folder()).changes).toEqual(plan(folder()).changes);
});

test('where one file cannot be written, none is left behind, and what was there stays', () => {
  const root = folder();
  mkdirSync(join(root, 'apps/shop'), { recursive: true });
  writeFileSync(join(root, 'apps/shop/stacks'), 'a file in the place of the folder\n');
  expect(() => writeImport(plan(root), root)).toThrow('nothing was imported');
  expect(filesBelow(root)).toEqual(['apps', 'apps/shop', 'apps/shop/stacks']);
});

test('a second import overwrites nothing', () => {
  const root = folder();
  writeImport(plan(root), root);
  const again = plan(root);
  expect(again.changes).toEqual([]);
  expect(again.problems.map(({ reason }) => reason)).toEqual(['FileExists']);
});
