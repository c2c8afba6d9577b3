import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { CommandContext } from './command-context.ts';
import { runCli } from './run-cli.ts';

/**
 * A case is a folder with `args`, what they name, and what the command prints: `expected.*` to stdout, `stderr.txt` to stderr, where
 * it prints there; `exit-code` where it is not 0. `npx vitest run -u` writes down what is printed now.
 */
const FIXTURES = join(import.meta.dirname, '../../../fixtures/plan');
const cases = readdirSync(FIXTURES).sort();

test('there are cases', () => expect(cases.length).toBeGreaterThan(40));

const EXTENSIONS: Readonly<Record<string, string>> = { table: 'txt', json: 'json', yaml: 'yaml', markdown: 'md' };

describe.each(cases)('%s', (name) => {
  const folder = join(FIXTURES, name);
  const args = readFileSync(join(folder, 'args'), 'utf8').trim().split(/\s+/).filter(Boolean);
  const format = args.includes('-o') ? (args[args.indexOf('-o') + 1] ?? '') : 'table';

  test('prints what is expected', async () => {
    let [output, errors] = ['', ''];
    const exitCode = await runCli(['plan', ...args], {
      stdin: args.includes('-') ? createReadStream(join(folder, 'live.yaml')) : Readable.from([]),
      stdout: { write: (text) => (output += text) },
      stderr: { write: (text) => (errors += text) },
      environment: {},
      workingDirectory: folder,
    });
    await matchFile(join(folder, `expected.${EXTENSIONS[format]}`), output);
    await matchFile(join(folder, 'stderr.txt'), errors);
    await matchFile(join(folder, 'exit-code'), exitCode === 0 ? '' : `${exitCode}\n`);
  });
});

/** A file that is not there stands for nothing printed. */
async function matchFile(path: string, text: string): Promise<void> {
  if (text === '') expect(existsSync(path) ? readFileSync(path, 'utf8') : '', path).toBe('');
  else await expect(text).toMatchFileSnapshot(path);
}

describe('a terminal', () => {
  const folder = join(FIXTURES, 'a-switch-is-held-back-and-says-why');
  const expected = readFileSync(join(folder, 'expected.txt'), 'utf8');

  async function run(args: readonly string[], environment: CommandContext['environment']): Promise<string> {
    let output = '';
    const stdout = { isTTY: true, write: (text: string): string => (output += text) };
    const stderr = { write: (): undefined => undefined };
    await runCli(['plan', ...args], { stdin: Readable.from([]), stdout, stderr, environment, workingDirectory: folder });
    return output;
  }
  const args = readFileSync(join(folder, 'args'), 'utf8').trim().split(' ');

  test('shows colours', async () => {
    const text = await run(args, {});
    expect(text).not.toBe(expected);
    expect(stripVTControlCharacters(text)).toBe(expected);
  });

  test('shows none where a person wants none', async () => expect(await run(args, { NO_COLOR: '1' })).toBe(expected));

  test('has the present time, where none is given', async () => {
    const before = Math.floor(Date.now() / 1000);
    const [, shown = ''] = /^Plan of (\S+)/.exec(await run(['--live', 'live.yaml'], { NO_COLOR: '1' })) ?? [];
    expect(Date.parse(shown) / 1000).toBeGreaterThanOrEqual(before);
    expect(Date.parse(shown) / 1000).toBeLessThanOrEqual(Date.now() / 1000);
  });

  test('is no dump', async () => {
    let errors = '';
    const stdin = Object.assign(Readable.from([]), { isTTY: true });
    const stderr = { write: (text: string): string => (errors += text) };
    const context = { stdin, stdout: { write: (): undefined => undefined }, stderr, environment: {}, workingDirectory: folder };
    expect(await runCli(['plan', '--live', '-'], context)).toBe(2);
    expect(errors).toBe('error: --live - reads a dump from stdin, and this is a terminal\n');
  });
});
