import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { commitOf, committed, textsOf } from '../../../fixtures/commit.ts';
import { formatPath } from '../../core/model/problem.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { performPlan } from './perform-plan.ts';
import { planRender } from './plan-render.ts';
import type { RenderOptions, RenderPlan } from './render-plan.ts';

/**
 * Each folder of fixtures/render is a case: `input` is a repository before a render, `expected` the one after it and
 * `problems.txt` what was said of it. Where there is no `expected`, nothing may change. `options.json` may hold RenderOptions.
 * UPDATE_FIXTURES=1 writes what is rendered now; read the diff before you commit it.
 */
const root = fileURLToPath(new URL('../../../fixtures/render', import.meta.url));
const isUpdating = process.env.UPDATE_FIXTURES === '1';
const scratch = mkdtempSync(join(tmpdir(), 'stackset-fixtures-'));

function tree(folder: string, below = ''): Readonly<Record<string, string>> {
  const entries = readdirSync(join(folder, below)).sort();
  return Object.assign(
    {},
    ...entries.map((name) => {
      const path = join(below, name);
      return statSync(join(folder, path)).isDirectory() ? tree(folder, path) : { [path]: readFileSync(join(folder, path), 'utf8') };
    }),
  );
}

const describeProblem = ({ severity, reason, file = '', line, column, path, message, remedy }: LocatedProblem): string =>
  [
    `${file}${line ? `:${line}` : ''}${column ? `:${column}` : ''} ${severity} ${reason} ${formatPath(path)}`.trimEnd(),
    `  ${message}`,
    `  ${remedy}`,
  ].join('\n');

function readCase(name: string): {
  readonly work: string;
  readonly options: RenderOptions;
  readonly expected: string;
  readonly problems: string;
} {
  const folder = join(root, name);
  const work = mkdtempSync(join(scratch, `${name}-`));
  cpSync(join(folder, 'input'), work, { recursive: true });
  const optionsFile = join(folder, 'options.json');
  const own: Partial<RenderOptions> = existsSync(optionsFile) ? JSON.parse(readFileSync(optionsFile, 'utf8')) : {};
  return {
    work,
    options: { directories: [], allowRemoval: false, ...own, workingDirectory: work },
    expected: join(folder, 'expected'),
    problems: join(folder, 'problems.txt'),
  };
}

function update(plan: RenderPlan, work: string, expected: string, problemsFile: string, problems: string): void {
  rmSync(expected, { recursive: true, force: true });
  if (plan.changes.length > 0) cpSync(work, expected, { recursive: true });
  if (problems === '') rmSync(problemsFile, { force: true });
  else writeFileSync(problemsFile, problems);
}

const textOf = ({ problems }: RenderPlan): string => problems.map((problem) => `${describeProblem(problem)}\n`).join('');

const names = readdirSync(root).sort();
test('there are cases', () => expect(names.length).toBeGreaterThan(20));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test.each(names)('render of a repository on a disk: %s', async (name) => {
  const { work, options, expected, problems: problemsFile } = readCase(name);
  const before = tree(work);
  const plan = await planRender(options);
  performPlan(plan, work);
  const problems = textOf(plan);
  if (isUpdating) update(plan, work, expected, problemsFile, problems);
  expect(problems).toBe(existsSync(problemsFile) ? readFileSync(problemsFile, 'utf8') : '');
  expect(tree(work)).toEqual(existsSync(expected) ? tree(expected) : before);

  const again = await planRender(options);
  expect(again.changes).toEqual([]);
});

test.each(names)('render of a commit: %s', async (name) => {
  const { work, options, expected, problems: problemsFile } = readCase(name);
  const files = commitOf(work);
  const plan = await planRender({ ...options, files, workingDirectory: '/' });
  expect(textOf(plan)).toBe(existsSync(problemsFile) ? readFileSync(problemsFile, 'utf8') : '');
  const rendered = committed(files, plan);
  expect(textsOf(rendered)).toEqual(existsSync(expected) ? tree(expected) : textsOf(files));

  const again = await planRender({ ...options, files: rendered, workingDirectory: '/' });
  expect(again.changes).toEqual([]);
});
