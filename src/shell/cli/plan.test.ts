import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
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
