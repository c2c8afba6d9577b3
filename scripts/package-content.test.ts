import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../src/shell/cli/run-cli.ts';
import { pageName } from './manual/man-page.ts';

const project = fileURLToPath(new URL('..', import.meta.url));

const WANTED: readonly RegExp[] = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|Kptfile)$/,
  /^dist\/(stackset|comment|functions\/\w+)\.mjs$/,
  /^dist\/man\/stackset(-\w+)?\.1$/,
  /^bin\/kubectl-complete\.mjs$/,
  /^schemas\/[\w-]+\.json$/,
  /^crds\/[\w.-]+\.yaml$/,
  /^docs\/[\w/-]+\.(md|svg|png)$/,
  /^examples\//,
];

const NEEDED = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'dist/stackset.mjs',
  'dist/comment.mjs',
  'dist/functions/render.mjs',
];

describe('the npm package', () => {
  let paths: readonly string[];
  beforeAll(async () => {
    const { stdout } = await execa('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: project });
    const [{ files }] = JSON.parse(stdout) as readonly [{ readonly files: readonly { readonly path: string }[] }];
    paths = files.map(({ path }) => path);
  });

  it('holds nothing but what is needed', () => {
    expect(paths.filter((path) => !WANTED.some((pattern) => pattern.test(path)))).toEqual([]);
  });

  it('lists the manual of every command, for npm to install', () => {
    const { man } = JSON.parse(readFileSync(`${project}package.json`, 'utf8')) as { readonly man: readonly string[] };
    const nowhere = { write: () => undefined };
    const context = { stdin: Readable.from([]), stdout: nowhere, stderr: nowhere, environment: {}, workingDirectory: '/' };
    const program = buildProgram(context, () => undefined);
    expect([...man].sort()).toEqual([program, ...program.commands].map((command) => `dist/man/${pageName(command)}.1`).sort());
  });

  it('holds all that is needed', () => expect(paths).toEqual(expect.arrayContaining(NEEDED)));
});
