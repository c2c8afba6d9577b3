import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));

const impure = [
  ['the clock', 'export const now = () => Date.now();', 'Date'],
  ['a new Date', 'export const now = () => new Date();', 'Date'],
  ['performance', 'export const now = () => performance.now();', 'performance'],
  ['Math.random', 'export const pick = () => Math.random();', 'randomness'],
  ['random taken out of Math', 'const { random } = Math;\nexport const pick = () => random();', 'randomness'],
  ['random by a computed name', 'export const pick = (name: "random") => Math[name]();', 'randomness'],
  ['crypto', 'export const id = () => crypto.randomUUID();', 'crypto'],
  ['timers', 'export const later = (f: () => void) => setTimeout(f, 1);', 'setTimeout'],
  ['the network', "export const get = () => fetch('http://localhost');", 'fetch'],
  ['console', "export const log = () => console.log('x');", 'console'],
  ['the environment', 'export const home = () => process.env.HOME;', 'process'],
  ['a global by way of globalThis', 'export const now = () => globalThis.Date;', 'globalThis'],
  ['the language of the machine', 'export const sort = (a: string[]) => a.sort((x, y) => x.localeCompare(y));', 'language'],
  ['the time zone of the machine', 'export const zone = () => new Intl.DateTimeFormat();', 'Intl'],
  ["Node's modules", "export { readFileSync } from 'node:fs';", 'from shell to core'],
  ["Node's modules without prefix", "import { readFileSync } from 'fs';\nexport const read = readFileSync;", 'Node.js builtin'],
  ["Node's modules, imported late", "export const read = () => import('node:fs');", 'from shell to core'],
  ['the shell', "import { x } from '../shell/yaml/read.ts';\nexport const y = x;", 'from shell to core'],
  ['a package with effects', "import { execa } from 'execa';\nexport const y = execa;", 'belongs to the shell'],
] as const;

const pure =
  "import type { Stack } from './model/stack.ts';\nexport const nameOf = (stack: Stack) => Math.max(1, stack.metadata.name.length);";
const shell = "import { readFileSync } from 'node:fs';\nexport const read = () => [Date.now(), Math.random(), readFileSync];";

/** A copy of the linter's settings and rules over a tree of the snippets above; the linter's errors by file. */
let folder: string;
let messages: ReadonlyMap<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'core-purity-'));
  const settings = JSON.parse(await readFile(join(project, 'biome.json'), 'utf8'));
  // The copy is no Git repository.
  await write('biome.json', JSON.stringify({ ...settings, $schema: undefined, vcs: { enabled: false } }));
  await cp(join(project, 'scripts/lint'), join(folder, 'scripts/lint'), { recursive: true });
  await Promise.all(impure.map(([, source], index) => write(`src/core/impure-${index}.ts`, source)));
  await write('src/core/traffic/deeper/clock.ts', impure[0][1]);
  await write('src/core/pure.ts', pure);
  await write('src/shell/effects.ts', shell);
  messages = await lint();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the lint rules that keep src/core pure', () => {
  it.for(impure.map(([title, , message], index) => ({ title, message, path: `src/core/impure-${index}.ts` })))(
    'refuse $title',
    ({ path, message }) => expect(messages.get(path)).toContain(message),
  );

  it('hold in every folder of the core', () => expect(messages.get('src/core/traffic/deeper/clock.ts')).toContain('Date'));

  it('accept pure code', () => expect(messages.get('src/core/pure.ts')).toBeUndefined());

  it('leave the shell its effects', () => expect(messages.get('src/shell/effects.ts')).toBeUndefined());
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), `${text}\n`);
}

interface Diagnostic {
  readonly message: string;
  readonly severity: string;
  readonly location: { readonly path: string };
}

async function lint(): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await execa('biome', ['lint', '--reporter=json', '--max-diagnostics=none', 'src'], {
    cwd: folder,
    preferLocal: true,
    localDir: project,
    reject: false,
  });
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
  const byFile = new Map<string, string>();
  for (const { severity, message, location } of diagnostics) {
    if (severity === 'error') byFile.set(location.path, `${byFile.get(location.path) ?? ''}${message}\n`);
  }
  return byFile;
}
