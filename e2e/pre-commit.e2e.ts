import { readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { STACKSET } from './harness/built.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { testedVersion } from './harness/tested-version.ts';
import { hookRepository } from './hooks/hook-repository.ts';
import { expectGuardedCommits, shopRepository } from './hooks/shop-repository.ts';

test('pre-commit lets no commit pass that lacks generated files, with a stackset that is installed', async () => {
  expect((await run('pre-commit', ['--version'])).stdout.trim()).toBe(`pre-commit ${await testedVersion('pre-commit')}`);
  const bin = await temporaryFolder();
  await symlink(STACKSET, join(bin, 'stackset'));
  const shop = await shopRepository({ PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter) });
  const { folder, revision } = await hookRepository('.pre-commit-hooks.yaml');
  const example = await readFile(new URL('../examples/hooks/pre-commit-config.yaml', import.meta.url), 'utf8');
  const config = example
    .replace(/repo: .*/, `repo: ${folder}`)
    .replace(/rev: .*/, `rev: ${revision}`)
    .replace(/- id: .*/g, '$&\n    language: system');
  await writeFile(join(shop.folder, '.pre-commit-config.yaml'), config);
  expect(await run('pre-commit', ['install'], { cwd: shop.folder, env: shop.environment })).toMatchObject({ exitCode: 0 });
  await expectGuardedCommits(shop);
});
