import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundle } from './bundle.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Writes the modules, bundles `main.ts` and runs the one file that comes of it, alone in a folder. */
async function runBundled(modules: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<string> {
  await Promise.all(Object.entries(modules).map(([name, text]) => writeFile(join(folder, name), text)));
  const output = join(folder, 'out', 'program.mjs');
  await bundle(join(folder, 'main.ts'), output);
  expect(await readdir(join(folder, 'out'))).toEqual(['program.mjs']);
  const { stdout } = await execa(output, args);
  return stdout;
}

describe('bundle', () => {
  it('makes one executable file', async () => {
    expect(await runBundled({ 'main.ts': "console.log('got', String(await Promise.resolve(process.argv.slice(2))));" }, 'a', 'b')).toBe(
      'got a,b',
    );
    expect((await stat(join(folder, 'out', 'program.mjs'))).mode & 0o777).toBe(0o755);
  });

  it('evaluates what is imported late only then, and a shared module once', async () => {
    const stdout = await runBundled({
      'shared.ts': "console.log('shared');\nexport class Shared { static count = 0; }",
      'late.ts':
        "import { Shared } from './shared.ts';\nconsole.log('late');\nexport const make = () => { Shared.count++; return new Shared(); };",
      'later.ts': "import { Shared } from './shared.ts';\nconsole.log('later');\nexport default () => Shared.count;",
      'main.ts': `import { Shared } from './shared.ts';
console.log('main');
const { make } = await import('./late.ts');
console.log(make() instanceof Shared);
console.log((await import('./later.ts')).default(), (await import('./late.ts')).make === make);`,
    });
    expect(stdout.split('\n')).toEqual(['shared', 'main', 'late', 'true', 'later', '1 true']);
  });

  it('never evaluates what is not asked for', async () => {
    expect(await runBundled({ 'late.ts': "console.log('late');", 'main.ts': "if (process.argv[2]) await import('./late.ts');" })).toBe('');
  });

  it('keeps every character of late code', async () => {
    const text = 'µμ → 😀 \u2028 /* not a comment */ `';
    const late = `export const text = ${JSON.stringify(text)};\nexport const pattern = /a*/;\nexport const read = (await0: string) => pattern.exec(await0)?.[0];`;
    const main = "const { text, read } = await import('./late.ts');\nconsole.log(JSON.stringify([text, read('aab')]));";
    expect(JSON.parse(await runBundled({ 'late.ts': late, 'main.ts': main }))).toEqual([text, 'aa']);
  });

  it('keeps names for stack traces, and errors thrown in late code name their place', async () => {
    const late = "class BrokenPackage extends Error {}\nexport function failLate() { throw new BrokenPackage('no'); }";
    const main =
      "const { failLate } = await import('./late.ts');\ntry { failLate(); } catch (error) { console.log(error.constructor.name, error.stack); }";
    const stdout = await runBundled({ 'late.ts': late, 'main.ts': main });
    expect(stdout).toMatch(/^BrokenPackage /);
    expect(stdout).toMatch(/at failLate \(stackset\//);
  });

  it("gives late code Node's modules and packages of both kinds", async () => {
    await mkdir(join(folder, 'node_modules/common'), { recursive: true });
    await writeFile(join(folder, 'node_modules/common/index.js'), "exports.base = require('path').basename('/a/b');");
    const late = "import { posix } from 'node:path';\nimport { base } from 'common';\nexport const both = [posix.sep, base];";
    const main = "console.log((await import('./late.ts')).both.join(), (await import('common')).base);";
    expect(await runBundled({ 'late.ts': late, 'main.ts': main })).toBe('/,b b');
  });
});
