import { describe, expect, it } from 'vitest';
import { matchesOutput } from './match-output.ts';
import { parseExamples } from './parse-examples.ts';
import { type CommandRun, runExamples } from './run-examples.ts';
import { updateDocument } from './update-document.ts';

const document = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
const runDocument = (markdown: string): Promise<readonly CommandRun[]> => runExamples(parseExamples(markdown), '/no/such/stackset.mjs');
const faults = async (markdown: string): Promise<readonly (string | undefined)[]> =>
  (await runDocument(markdown)).map(({ fault }) => fault);

describe('parseExamples', () => {
  it('reads files, commands with what they print, and what is not tested', () => {
    const markdown = document(
      '# Title',
      '<!-- file: a/b.yaml -->',
      '',
      '```yaml',
      'a: 1',
      '```',
      '```console',
      '$ echo a \\',
      '>   b',
      'a b',
      '',
      '$ true',
      '```',
      '<!-- no-test: needs a container engine -->',
      '```console',
      '$ docker run x',
      '```',
      '```sh',
      'not an example',
      '```',
    );
    expect(parseExamples(markdown)).toEqual([
      { type: 'file', line: 4, path: 'a/b.yaml', content: 'a: 1\n' },
      {
        type: 'console',
        line: 7,
        commands: [
          { line: 8, script: 'echo a \\\n  b', expected: ['a b'] },
          { line: 12, script: 'true', expected: [] },
        ],
      },
      { type: 'untested', line: 15, reason: 'needs a container engine' },
    ]);
  });

  it('leaves examples of examples alone: a longer fence holds shorter ones', () => {
    expect(parseExamples(document('````md', '```console', '$ false', '```', '````'))).toEqual([]);
  });

  it.for([
    ['output without a command', document('```console', 'a', '```'), 'line 2: a console block starts with a command'],
    ['a block without end', document('text', '```console', '$ a'), 'line 2: the code block does not end'],
  ] as const)('refuses %s', ([, markdown, message]) => expect(() => parseExamples(markdown)).toThrow(message));
});

describe('matchesOutput', () => {
  it.for([
    [['a', 'b'], ['a', 'b'], true],
    [['a'], ['a', 'b'], false],
    [['a', 'b'], ['a'], false],
    [[], ['a'], false],
    [['...'], [], true],
    [['...', 'c'], ['a', 'b', 'c'], true],
    [['a', '...', 'c', '...'], ['a', 'c'], true],
    [['a', '...', 'c'], ['a', 'b'], false],
  ] as const)('%j for %j: %s', ([expected, actual, matches]) => expect(matchesOutput(expected, actual)).toBe(matches));
});

describe('runExamples', () => {
  it('runs the commands of a document in one folder, in order', async () => {
    const markdown = document(
      ...['<!-- file: a/b.txt -->', '```text', 'hello', '```'],
      ...['```console', '$ cat a/b.txt', 'hello', '$ cd a', '$ ls; pwd | tail -c 3', 'b.txt', '/a', '```'],
      ...['```console', '$ git init --quiet && git commit --quiet --allow-empty --message first && git log --format=%an', 'Example', '```'],
    );
    expect(await faults(markdown)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('finds an output that is another, on stdout and stderr', async () => {
    const markdown = document('```console', '$ echo a', 'b', '$ echo a; echo b >&2; echo c', 'a', 'b', 'c', '```');
    expect(await faults(markdown)).toEqual(['the output is another', undefined]);
  });

  it('finds a failure that is not shown', async () => {
    expect(await faults(document('```console', '$ exit 3', '```'))).toEqual([
      'the exit code is 3; show it with "$ echo $?" in the same block',
    ]);
    expect(await faults(document('```console', '$ exit 3', '$ echo $?', '3', '```'))).toEqual([undefined, undefined]);
  });

  it('runs nothing that runs the tests', async () => {
    expect(await runDocument(document('```console', '$ npm ci && npm test', '```'))).toEqual([]);
  });

  it('writes no file outside its folder', async () => {
    await expect(runDocument(document('<!-- file: ../x -->', '```text', 'x', '```'))).rejects.toThrow('outside');
  });
});

describe('updateDocument', () => {
  it('writes what was printed and keeps what was right', async () => {
    const block = (...output: readonly string[]): string =>
      document('```console', '$ printf "1\\n2\\n"', ...output, '', '$ echo \\', '> c', 'c', '```', 'text');
    expect(updateDocument(block('old'), await runDocument(block('old')))).toBe(block('1', '2'));
    expect(updateDocument(block('1', '...'), await runDocument(block('1', '...')))).toBe(block('1', '...'));
  });
});
