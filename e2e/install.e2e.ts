import { cp, readFile, readlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { testedVersion } from './harness/tested-version.ts';
import { hookRepository } from './hooks/hook-repository.ts';
import { expectGuardedCommits, type ShopRepository, shopRepository } from './hooks/shop-repository.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const example = (path: string): string => join(project, 'examples/hooks', path);
const QUIET = ['--no-audit', '--no-fund', '--prefer-offline'];
/** Where nothing may come from a registry. */
const OFFLINE = { npm_config_offline: 'true' };

const environment = { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), npm_config_update_notifier: 'false' };

async function packed(): Promise<string> {
  const folder = await temporaryFolder();
  const { stdout } = await run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: project });
  return join(folder, stdout.trim());
}

/** A shop whose repository has the package, as made by `npm pack`, and another one among its development dependencies. */
async function shopWith(tool: string): Promise<ShopRepository> {
  const shop = await shopRepository(environment);
  await writeFile(join(shop.folder, 'package.json'), '{"private": true}\n');
  await writeFile(join(shop.folder, '.gitignore'), 'node_modules/\n');
  const { exitCode, stderr } = await run('npm', ['install', '--save-dev', ...QUIET, await packed(), tool], {
    cwd: shop.folder,
    env: shop.environment,
  });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return shop;
}

async function succeed(command: string, args: readonly string[], { folder, environment: env }: ShopRepository): Promise<void> {
  expect(await run(command, args, { cwd: folder, env })).toMatchObject({ exitCode: 0 });
}

describe('the npm package', () => {
  it('runs with npx from the tarball, and installs nothing else', async () => {
    const [tarball, cwd] = [await packed(), await temporaryFolder()];
    const npx = (...args: string[]): ReturnType<typeof run> =>
      run('npx', ['--yes', '--package', tarball, ...args], { cwd, env: { ...environment, ...OFFLINE } });
    expect(await npx('stackset', 'init', 'shop')).toMatchObject({ exitCode: 0 });
    expect(await npx('stackset', 'render', 'shop')).toMatchObject({ exitCode: 0 });
    expect(await npx('kubectl-stackset', 'validate', 'shop')).toMatchObject({ exitCode: 0, stdout: '1 StackSet valid\n' });
    expect(await npx('stackset-comment', '--help')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^Usage: stackset-comment/),
    });

    const { stdout } = await run('npm', ['install', '--global', '--prefix', cwd, ...QUIET, tarball], {
      cwd,
      env: { ...environment, ...OFFLINE },
    });
    expect(stdout).toMatch(/^added 1 package in/m);
    expect(await readlink(join(cwd, 'share/man/man1/stackset.1'))).toMatch(/dist\/man\/stackset\.1$/);
  });
});

describe('hooks of Git', () => {
  it('husky runs stackset before each commit', async () => {
    const shop = await shopWith('husky@9.1.7');
    await succeed('npx', ['--no-install', 'husky'], shop);
    await cp(example('husky'), join(shop.folder, '.husky'), { recursive: true });
    await expectGuardedCommits(shop);
  });

  it('lefthook runs stackset before each commit', async () => {
    const shop = await shopWith('lefthook@2.2.2');
    await cp(example('lefthook.yml'), join(shop.folder, 'lefthook.yml'));
    await succeed('npx', ['--no-install', 'lefthook', 'install'], shop);
    await expectGuardedCommits(shop);
  });

  it('pre-commit builds stackset from the repository that it is pointed at', { timeout: 1_200_000 }, async () => {
    expect((await run('pre-commit', ['--version'])).stdout.trim()).toBe(`pre-commit ${await testedVersion('pre-commit')}`);
    const { folder, revision } = await hookRepository('.');
    const shop = await shopRepository({ ...environment, npm_config_prefer_offline: 'true' });
    const config = (await readFile(example('pre-commit-config.yaml'), 'utf8'))
      .replace(/repo: .*/, `repo: ${folder}`)
      .replace(/rev: .*/, `rev: ${revision}`);
    await writeFile(join(shop.folder, '.pre-commit-config.yaml'), config);
    await succeed('pre-commit', ['install', '--install-hooks'], shop);
    await expectGuardedCommits(shop);
  });
});
