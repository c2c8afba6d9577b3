import { cpSync, type Dirent, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { planRender } from '../package/plan-render.ts';
import { emitDocuments } from '../yaml/emit.ts';
import { parseYaml } from '../yaml/read.ts';

/** `output.txt` is what a person sees, then the exit code and all that was written; `npx vitest run -u` writes down what is now. */
const CASES = join(import.meta.dirname, '../../../fixtures/import');
const cases = readdirSync(CASES).sort();

test('there are cases', () => expect(cases.length).toBeGreaterThan(20));

interface Shown {
  readonly text: string;
  readonly exitCode: number;
}

async function run(args: readonly string[], folder: string, input = ''): Promise<Shown> {
  const lines: string[] = [];
  const context = {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: { write: (text: string) => lines.push(text) },
    stderr: { write: (text: string) => lines.push(text.replaceAll(/^(?=.)/gm, '! ')) },
    environment: {},
    workingDirectory: folder,
  };
  const exitCode = await runCli(args, context);
  return { text: lines.join(''), exitCode };
}

function filesBelow(folder: string): string {
  const files = existsSync(folder) ? (readdirSync(folder, { recursive: true, withFileTypes: true }) as readonly Dirent[]) : [];
  return files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => `\n=== ${path.slice(folder.length + 1)}\n${readFileSync(path, 'utf8')}`)
    .join('');
}

test.each(cases)('%s', async (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(CASES, name), folder, { recursive: true });
  const config = existsSync(join(folder, 'render-config.yaml')) ? ['--config', 'render-config.yaml'] : [];
  const { text, exitCode } = await run(['import', 'dump.yaml', '--output', 'apps', ...config], folder);
  const shown = `${text}[${exitCode}]\n${filesBelow(join(folder, 'apps'))}`;
  await expect(shown).toMatchFileSnapshot(join(CASES, name, 'output.txt'));
  if (exitCode !== 0) expect(existsSync(join(folder, 'apps'))).toBe(false);
  else expect((await planRender({ directories: ['apps'], allowRemoval: false, workingDirectory: folder })).changes).toEqual([]);
});

test('a dump may come from stdin, as documents', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const dump = readFileSync(join(CASES, 'two-stacks-and-their-traffic/dump.yaml'), 'utf8');
  const documents = parseYaml(dump).documents.flatMap(({ value }) => (value as { readonly items: readonly unknown[] }).items);
  const { exitCode } = await run(['import', '-', '--output', 'apps'], folder, emitDocuments(documents));
  expect(exitCode).toBe(0);
  const { text } = await run(['import', join(CASES, 'two-stacks-and-their-traffic/dump.yaml'), '--output', 'others'], folder);
  expect(text).toContain('shop-v2 60 %');
  expect(filesBelow(join(folder, 'apps'))).toBe(filesBelow(join(folder, 'others')));
});

test.each([
  ['no file', ['import', '--output', 'apps'], 2],
  ['no folder', ['import', 'dump.yaml'], 2],
  ['a file that is not there', ['import', 'missing.yaml', '--output', 'apps'], 1],
  [
    'settings that are not there',
    ['import', join(CASES, 'two-stacks-and-their-traffic/dump.yaml'), '--output', 'apps', '--config', 'missing.yaml'],
    1,
  ],
])('%s', async (_what, args, code) => {
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { exitCode, text } = await run(args, folder);
  expect(exitCode).toBe(code);
  expect(text).toMatch(/error: .*(?:missing|--output|FILE)|missing.yaml: error/);
  expect(readdirSync(folder)).toEqual([]);
});
