import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { STACKSET } from '../harness/built.ts';
import { run } from '../harness/run.ts';
import { temporaryFolder } from '../harness/temporary-folder.ts';

const GIT_CONFIG = '[user]\n\tname = Ada\n\temail = ada@example.org\n[init]\n\tdefaultBranch = main\n[commit]\n\tgpgSign = false\n';

/** A person's repository with a package that was never rendered, for hooks to look at. */
export interface ShopRepository {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What git printed, and how it ended. */
  git(...args: readonly string[]): Promise<{ readonly exitCode: number; readonly said: string }>;
  /** Files of the newest commit. */
  committed(): Promise<readonly string[]>;
}

/** @param environment such as PATH, added to a home of its own */
export async function shopRepository(environment: Readonly<Record<string, string>>): Promise<ShopRepository> {
  const [folder, home] = [await temporaryFolder(), await temporaryFolder()];
  await writeFile(join(home, '.gitconfig'), GIT_CONFIG);
  const env = {
    ...environment,
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
    PRE_COMMIT_HOME: join(home, 'pre-commit'),
  };
  const git: ShopRepository['git'] = async (...args) => {
    const { exitCode, stdout, stderr } = await run('git', args, { cwd: folder, env });
    return { exitCode, said: stdout + stderr };
  };
  expect(await git('init', '--quiet')).toMatchObject({ exitCode: 0 });
  expect(await run(STACKSET, ['init', 'apps/shop'], { cwd: folder })).toMatchObject({ exitCode: 0 });
  const committed = async (): Promise<readonly string[]> => (await git('ls-tree', '-r', '--name-only', 'HEAD')).said.trim().split('\n');
  return { folder, environment: env, git, committed };
}

const generated = (version: string): readonly string[] => [
  'apps/shop/stacks/kustomization.yaml',
  `apps/shop/stacks/shop-${version}.yaml`,
  'apps/shop/stacks/shop.routes.yaml',
];

/** What a hook has to do for a person: no commit without the generated files, also where `commit -a` would leave out the new ones. */
export async function expectGuardedCommits({ folder, git, committed }: ShopRepository): Promise<void> {
  await git('add', '--all');
  const first = await git('commit', '-m', 'Add the shop');
  expect(first).toMatchObject({ exitCode: 1, said: expect.stringContaining('not in the commit: apps/shop/stacks/shop-v1.yaml') });
  await git('add', 'apps');
  expect(await git('commit', '-m', 'Add the shop')).toMatchObject({ exitCode: 0 });
  expect(await committed()).toEqual(expect.arrayContaining([...generated('v1')]));

  const file = join(folder, 'apps/shop/stackset.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('version: v1', 'version: v2'));
  for (const attempt of ['the hook renders', 'the new file is not added yet']) {
    const { exitCode, said } = await git('commit', '-a', '-m', 'Add v2');
    expect({ attempt, exitCode, said }).toEqual({
      attempt,
      exitCode: 1,
      said: expect.stringContaining('not in the commit: apps/shop/stacks/shop-v2.yaml'),
    });
  }
  await git('add', 'apps');
  expect(await git('commit', '-m', 'Add v2')).toMatchObject({ exitCode: 0 });
  expect(await committed()).toEqual(expect.arrayContaining([...generated('v2')]));

  await writeFile(file, (await readFile(file, 'utf8')).replace('replicas:', 'replcias:'));
  expect(await git('commit', '-a', '-m', 'Misspell')).toMatchObject({
    exitCode: 1,
    said: expect.stringContaining('unknown field `replcias`'),
  });
}
