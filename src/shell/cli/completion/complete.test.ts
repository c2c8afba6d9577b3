import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { buildProgram } from '../run-cli.ts';
import { complete } from './complete.ts';

const nowhere = { write: () => undefined };
const program = buildProgram(
  { stdin: Readable.from([]), stdout: nowhere, stderr: nowhere, environment: {}, workingDirectory: '/' },
  () => undefined,
);
const values = (...words: readonly string[]): readonly string[] => complete(program, words).candidates.map(({ value }) => value);
const FILES = 0;
const NOTHING = 4;
const FOLDERS = 16;

test.each([
  ['a command', ['rend'], ['render'], NOTHING],
  ['an option', ['render', '--che'], ['--check'], NOTHING],
  ['no option twice', ['render', '--check', '--che'], [], NOTHING],
  ['the choices of an option', ['render', '--output', ''], ['text', 'json'], NOTHING],
  ['those that begin so', ['validate', '-o', 's'], ['sarif'], NOTHING],
  ['the choices behind an equals sign', ['plan', '--output=m'], ['--output=markdown'], NOTHING],
  ['a file behind an option', ['plan', '--live', ''], [], FILES],
  ['a file behind an equals sign', ['plan', '--live='], [], FILES],
  ['a folder', ['render', ''], [], FOLDERS],
  ['one more folder, where there may be many', ['render', 'apps/shop', '-q', ''], [], FOLDERS],
  ['a folder behind an option with a value', ['render', '--config', 'x.yaml', ''], [], FOLDERS],
  ['a folder behind two hyphens', ['render', '--', '-'], [], FOLDERS],
  ['a file', ['import', ''], [], FILES],
  ['nothing where no argument is left', ['import', 'dump.json', ''], [], NOTHING],
  ['the choices of an argument', ['completion', 'z'], ['zsh'], NOTHING],
  ['nothing for a command that is none', ['rendr', ''], [], NOTHING],
])('%s', (_, words, candidates, directive) => {
  expect({ candidates: values(...words), directive: complete(program, words).directive }).toEqual({ candidates, directive });
});

test('every command that help shows, with what it does', () => {
  const { candidates } = complete(program, ['']);
  expect(candidates.map(({ value }) => value)).toEqual([...program.commands.map((command) => command.name()), 'help']);
  for (const { description } of candidates) expect(description).not.toBe('');
});

test('commands behind help', () => expect(values('help', 'rend')).toEqual(['render']));
