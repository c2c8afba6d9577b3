import { cp, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { describe, expect, it, vi } from 'vitest';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { testedVersion } from './harness/tested-version.ts';
import { hookRepository } from './hooks/hook-repository.ts';
import { expectGuardedCommits, type ShopRepository, shopRepository } from './hooks/shop-repository.ts';

// A registry can be slow, and npm is: installations take most of the time.
vi.setConfig({ testTimeout: 900_000 });

const project = fileURLToPath(new URL('..', import.meta.url));
const example = (path: string): string => join(project, 'examples/hooks', path);
const QUIET = ['--no-audit', '--no-fund', '--prefer-offline'];
/** Where nothing may come from a registry. */
const OFFLINE = { npm_config_offline: 'true' };

const environment = { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), npm_config_update_notifier: 'false' };

interface Workflow {
  readonly jobs: { readonly package: { readonly steps: readonly { readonly run?: string }[] } };
}

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

it('the release is packed with its repository and its SBOM by the steps of the workflow', async () => {
  const { folder: cwd } = await hookRepository('package.json', 'package-lock.json', 'README.md', 'bin', 'schemas', '.github');
  await cp(join(project, 'dist'), join(cwd, 'dist'), { recursive: true });
  const { jobs } = load(await readFile(join(cwd, '.github/workflows/release.yml'), 'utf8')) as Workflow;
  const steps = jobs.package.steps.filter(({ run: script = '' }) => /^npm pkg set|npm pack|npm sbom/.test(script));
  expect(steps).toHaveLength(3);
  const env = { ...environment, ...OFFLINE, GITHUB_SERVER_URL: 'https://git.example.org', GITHUB_REPOSITORY: 'platform/stackset-gitops' };
  for (const { run: script = '' } of steps)
    expect(await run('bash', ['-eo', 'pipefail', '-c', script], { cwd, env })).toMatchObject({ exitCode: 0 });

  const [tarball = '', ...others] = (await readdir(join(cwd, 'release'))).filter((name) => name.endsWith('.tgz'));
  expect(others).toEqual([]);
  const { stdout } = await run('tar', ['-xzOf', join(cwd, 'release', tarball), 'package/package.json']);
  expect(JSON.parse(stdout)).toMatchObject({ repository: { url: 'git+https://git.example.org/platform/stackset-gitops.git' } });
  const sbom = JSON.parse(await readFile(join(cwd, 'release/sbom.cdx.json'), 'utf8')) as {
    bomFormat: string;
    components: readonly object[];
  };
  expect(sbom.bomFormat).toBe('CycloneDX');
  expect(sbom.components).toContainEqual(expect.objectContaining({ name: 'ajv', purl: expect.stringMatching(/^pkg:npm\/ajv@8/) }));
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

  it('pre-commit builds stackset from the repository that it is pointed at', { timeout: 1_800_000 }, async () => {
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
