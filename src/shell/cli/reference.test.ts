import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { buildProgram } from './run-cli.ts';

const REFERENCE = readFileSync(join(import.meta.dirname, '../../../docs/reference/command-line.md'), 'utf8');
const nowhere = { write: () => undefined };
const { commands } = buildProgram(
  { stdin: Readable.from([]), stdout: nowhere, stderr: nowhere, environment: {}, workingDirectory: '/' },
  () => undefined,
);

test('there are commands', () =>
  expect(commands.map((command) => command.name()).sort()).toEqual([
    'adopt',
    'completion',
    'fn',
    'freeze',
    'history',
    'hold',
    'import',
    'init',
    'plan',
    'promote',
    'remove',
    'render',
    'restore',
    'resume',
    'rollback',
    'simulate',
    'status',
    'sync',
    'traffic',
    'unfreeze',
    'validate',
  ]));

test.each(commands.map((command) => command.name()))('the reference shows the help of %s', (name) => {
  expect(REFERENCE).toContain(`## stackset ${name}\n\n\`\`\`console\n$ stackset ${name} --help\n`);
});
