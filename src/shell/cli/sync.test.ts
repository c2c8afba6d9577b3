import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { ServerRepository, temporaryFolder } from '../git/testing/server-repository.ts';
import { runCli } from './run-cli.ts';

/**
 * A case is a folder with `args`, the files that people committed in `repository`, and in `live.yaml` what the cluster has. What is
 * expected: `expected.*` on stdout, `stderr.txt`, the commit that is made in `commit.txt`, and `exit-code` where it is not 0. Ids of
 * commits are left out. `npx vitest run -u` writes down what there is now.
 */
const FIXTURES = join(import.meta.dirname, '../../../fixtures/sync-once');
const cases = readdirSync(FIXTURES).sort();

test('there are cases', () => expect(cases.length).toBeGreaterThan(8));

interface Run {
  readonly output: string;
  readonly errors: string;
  readonly exitCode: number;
}

async function sync(args: readonly string[], workingDirectory: string): Promise<Run> {
  let [output, errors] = ['', ''];
  const exitCode = await runCli(['sync', ...args], {
    stdin: Readable.from([]),
    stdout: { write: (text) => (output += text) },
    stderr: { write: (text) => (errors += text) },
    environment: process.env,
    workingDirectory,
  });
  return { output, errors, exitCode };
}

describe.each(cases)('%s', (name) => {
  const folder = join(FIXTURES, name);
  const args = readFileSync(join(folder, 'args'), 'utf8').trim().split(/\s+/);

  test('is committed and told as expected', async () => {
    const server = await ServerRepository.create();
    const begin = await server.commit(readFiles(join(folder, 'repository')), { time: 1_772_366_400 });
    const once = ['--once', '--live', 'live.yaml', '--repository', server.url, '--cache', await temporaryFolder()];
    const { output, errors, exitCode } = await sync([...once, ...args], folder);
    await matchFile(join(folder, args.includes('json') ? 'expected.json' : 'expected.txt'), withoutIds(output));
    await matchFile(join(folder, 'stderr.txt'), errors);
    await matchFile(join(folder, 'exit-code'), exitCode === 0 ? '' : `${exitCode}\n`);
    await matchFile(join(folder, 'commit.txt'), withoutIds(await server.git('log', '--format=%B', '--stat', `${begin}..main`)));
  });
});

function readFiles(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    paths.map(({ parentPath, name }) => [join(parentPath, name).slice(folder.length + 1), readFileSync(join(parentPath, name), 'utf8')]),
  );
}

const withoutIds = (text: string): string => text.replace(/\b[0-9a-f]{12,40}\b/g, '<commit>');

/** A file that is not there stands for nothing printed. */
async function matchFile(path: string, text: string): Promise<void> {
  if (text === '') expect(existsSync(path) ? readFileSync(path, 'utf8') : '', path).toBe('');
  else await expect(text).toMatchFileSnapshot(path);
}

describe('wrong use', () => {
  test.each([
    [['--live', 'live.yaml'], "option '--live' is for one pass: say --once, too"],
    [['--now', '2026-03-01T12:00:00Z'], "option '--now' is for one pass: say --once, too"],
    [['-o', 'json'], "option '--output json' is for one pass: say --once, too"],
    [['--once', '--now', 'yesterday'], 'Give an RFC 3339 time'],
  ])('%j', async (args, message) => {
    const { errors, exitCode } = await sync(args, FIXTURES);
    expect(errors).toContain(message);
    expect(exitCode).toBe(2);
  });
});

describe('settings that cannot be used are told with their place', () => {
  test.each([
    [['--once'], 'repository'],
    [['--once', '--config', 'none.yaml'], 'none.yaml'],
    [['--once', '--config', '../cli'], 'error'],
    [['--once', '--name', 'eu-1', '--repository', 'ext::sh -c id'], 'error'],
    [['--once', '--name', 'eu-1', '--repository', 'file:///x', '--branch', '--upload-pack=id'], 'error'],
  ])('%j', async (args, message) => {
    const { output, errors, exitCode } = await sync(args, FIXTURES);
    expect(errors).toContain(message);
    expect([output, exitCode]).toEqual(['', 1]);
  });
});

test('a repository that is not there is an error that names it', async () => {
  const folder = join(FIXTURES, cases[0] ?? '');
  const args = ['--name', 'eu-1', '--repository', 'file:///none/at/all.git', '--cache', await temporaryFolder()];
  const { output, errors, exitCode } = await sync(['--once', '--live', 'live.yaml', ...args], folder);
  expect(errors).toMatch(/^error: .*\/none\/at\/all\.git/);
  expect([output, exitCode]).toEqual(['', 1]);
});
