import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { withHeader } from '../package/header.ts';

/**
 * Each folder of fixtures/traffic-edit is a case: `args` are what stands behind `stackset traffic .`, `input.yaml` (or `.json`) is the
 * StackSet's file before, and `expected.*` the one after; or `errors.txt` is what is said instead, with the exit code. `stacks` lists
 * the stacks in Git with their weights (shop-v1 100, shop-v2 0 where it is missing); other files lie in the package as they are.
 * UPDATE_FIXTURES=1 writes what happens now; read the diff before you commit it.
 */
const root = fileURLToPath(new URL('../../../fixtures/traffic-edit', import.meta.url));
const isUpdating = process.env.UPDATE_FIXTURES === '1';
const scratch = mkdtempSync(join(tmpdir(), 'traffic-edit-'));
const OWN = /^(args|stacks|errors\.txt|(input|expected)\..*)$/;

interface Case {
  readonly folder: string;
  /** The StackSet's file in the package, and what it is called in the case. */
  readonly file: string;
  readonly extension: string;
  readonly args: readonly string[];
}

let packages = 0;

/** Makes the package of a case, in a folder of its own. */
function makePackage(name: string): Case & { readonly work: string } {
  const folder = join(root, name);
  packages += 1;
  const work = join(scratch, `${packages}`, 'shop');
  mkdirSync(join(work, 'stacks'), { recursive: true });
  const names = readdirSync(folder);
  const extension = names.find((file) => file.startsWith('input.'))?.slice('input.'.length) ?? '';
  const file = join(work, `stackset.${extension}`);
  writeFileSync(file, readFileSync(join(folder, `input.${extension}`)));
  for (const other of names.filter((candidate) => !OWN.test(candidate)))
    writeFileSync(join(work, other === 'state.yaml' ? 'stacks/shop.state.yaml' : other), readFileSync(join(folder, other)));
  const stacks = names.includes('stacks') ? readFileSync(join(folder, 'stacks'), 'utf8') : 'shop-v1 100\nshop-v2 0\n';
  for (const [index, line] of stacks.trim().split('\n').entries()) writeStack(work, line, index + 1);
  return { folder, file, extension, work, args: readFileSync(join(folder, 'args'), 'utf8').trim().split(' ') };
}

function writeStack(work: string, line: string, ordinal: number): void {
  const [stack = '', weight] = line.split(' ');
  const header = { stackset: stack.slice(0, stack.lastIndexOf('-')), package: '..', stack, ordinal, weight: Number(weight) };
  writeFileSync(join(work, 'stacks', `${stack}.yaml`), withHeader(header, ''));
}

async function run(
  work: string,
  args: readonly string[],
): Promise<{ readonly exitCode: number; readonly text: string; readonly out: string }> {
  const all: string[] = [];
  const results: string[] = [];
  const stderr = { write: (text: string) => all.push(text) };
  const stdout = { write: (text: string) => [all, results].map((texts) => texts.push(text)) };
  const context = { stdin: Readable.from([]), stdout, stderr, environment: {}, workingDirectory: work };
  const exitCode = await runCli(['traffic', '.', ...args], context);
  return { exitCode, text: all.join(''), out: results.join('') };
}

const names = readdirSync(root).sort();

describe('stackset traffic DIR STACK WEIGHT', () => {
  test('there are cases', () => expect(names.length).toBeGreaterThanOrEqual(35));

  test.each(names)('%s', async (name) => {
    const { work, folder, file, extension, args } = makePackage(name);
    const before = readFileSync(file);
    const { exitCode, text } = await run(work, args);
    const after = readFileSync(file);
    if (isUpdating) update(folder, extension, exitCode, text, after);
    if (existsSync(join(folder, 'errors.txt'))) {
      expect(`${text}[${exitCode}]\n`).toBe(readFileSync(join(folder, 'errors.txt'), 'utf8'));
      expect(exitCode).not.toBe(0);
      expect(after.equals(before)).toBe(true);
    } else {
      expect(text).not.toContain('error');
      expect(after.toString('utf8')).toBe(readFileSync(join(folder, `expected.${extension}`), 'utf8'));
    }
    expect(readdirSync(work).filter((entry) => entry.endsWith('.tmp'))).toEqual([]);
  });

  const edited = names.filter((name) => !existsSync(join(root, name, 'errors.txt')));

  test.each(edited)('%s: a second time there is nothing to change', async (name) => {
    const { work, args } = makePackage(name);
    await run(work, args);
    expect(await run(work, args)).toMatchObject({ exitCode: 0, out: expect.stringContaining('nothing to change') });
  });

  test.each(edited)('%s: --check and --dry-run show the same diff and write nothing', async (name) => {
    const { work, args, file } = makePackage(name);
    const before = readFileSync(file);
    const check = await run(work, [...args, '--check']);
    const dryRun = await run(work, [...args, '--dry-run']);
    const isSame = readFileSync(file).equals(before);
    expect(isSame).toBe(true);
    await run(work, args);
    const changes = !readFileSync(file).equals(before);
    expect([check.exitCode, dryRun.exitCode]).toEqual([changes ? 1 : 0, 0]);
    expect(dryRun.out).toBe(check.out);
    if (changes) expect(check.out).toMatch(/^diff --git a\/stackset/);
  });

  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
});

function update(folder: string, extension: string, exitCode: number, text: string, after: Buffer): void {
  rmSync(join(folder, 'errors.txt'), { force: true });
  rmSync(join(folder, `expected.${extension}`), { force: true });
  if (exitCode === 0) writeFileSync(join(folder, `expected.${extension}`), after);
  else writeFileSync(join(folder, 'errors.txt'), `${text}[${exitCode}]\n`);
}
