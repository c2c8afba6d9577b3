import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { execa } from 'execa';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A fresh repository with one package, whose stackset.yaml is added. */
async function repository(): Promise<{
  readonly git: (...args: string[]) => Promise<string>;
  readonly hook: (...args: string[]) => Promise<string>;
}> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'render-hook-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const git = async (...args: string[]): Promise<string> => {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgSign=false'];
    return (await execa('git', [...identity, ...args], { cwd: folder })).stdout;
  };
  const stackset = async (...args: string[]): Promise<string> => {
    let errors = '';
    const exitCode = await runCli(args, {
      stdin: Readable.from([]),
      stdout: { write: () => undefined },
      stderr: { write: (text) => (errors += text) },
      environment: process.env,
      workingDirectory: folder,
    });
    return `${errors}${exitCode}`;
  };
  await git('init', '--quiet');
  await stackset('init', 'apps/shop');
  await git('add', 'apps');
  return { git, hook: (...args) => stackset('render', '--hook', ...args) };
}

const LACKING = `not in the commit: apps/shop/stacks/kustomization.yaml
not in the commit: apps/shop/stacks/shop-v1.yaml
not in the commit: apps/shop/stacks/shop.routes.yaml
Look at them, then run \`git add\` for their folders and commit again.
1`;

test('fails until all that it wrote is added, then passes', async () => {
  const { git, hook } = await repository();
  expect(await hook()).toBe(LACKING);
  expect(await hook(), 'files that are there, and not added').toBe(LACKING);
  await git('add', 'apps/shop/stacks');
  expect(await hook()).toBe('0');
});

test('fails where a generated file that is committed leaves', async () => {
  const { git, hook } = await repository();
  await hook();
  await git('add', 'apps');
  await git('commit', '--quiet', '-m', 'shop');
  await git('rm', '--quiet', 'apps/shop/stackset.yaml');
  expect(await hook('--allow-removal')).toMatch(
    /not in the commit: apps\/shop\/stacks\/shop-v1\.yaml\n.*not in the commit: apps\/shop\/stacks\/shop\.routes\.yaml/s,
  );
});

test('leaves alone what Git ignores', async () => {
  const { git, hook } = await repository();
  await execa('sh', ['-c', 'echo "stacks/" > "$1/.gitignore"', 'sh', await git('rev-parse', '--show-toplevel')]);
  expect(await hook()).toBe('0');
});
