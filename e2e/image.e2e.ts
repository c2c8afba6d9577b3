import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { copyFinalStage, runBuildStage, startUnprivileged } from './image/build-image.ts';
import { parseDockerfile, type Stage } from './image/parse-dockerfile.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const EMPTY = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n';
const MEBIBYTE = 1024 * 1024;

async function readStages(path: string): Promise<{ readonly build: Stage; readonly final: Stage }> {
  const [build, final] = parseDockerfile(await readFile(join(project, path), 'utf8'));
  if (build === undefined || final === undefined) throw new Error(`${path} has no build stage and final stage`);
  return { build, final };
}

it('the images are built from what the Dockerfiles copy, hold little, and start as users without rights', async () => {
  const folder = await temporaryFolder();
  await chmod(folder, 0o755);
  const [fn, sync] = [await readStages('Dockerfile'), await readStages('deploy/Dockerfile')];
  expect(sync.build).toEqual(fn.build);
  const built = join(folder, 'build-stage');
  await runBuildStage(fn.build, project, built);

  const image = await copyFinalStage(fn.final, built, join(folder, 'fn'));
  expect(image).toMatchObject({ user: 'nonroot', command: ['/nodejs/bin/node', '/app/stackset.mjs', 'fn'] });
  expect(await sizeOf(image.folder)).toBeLessThan(4 * MEBIBYTE);
  const answer = await startUnprivileged(image, [join(image.folder, 'app/stackset.mjs'), 'fn'], EMPTY);
  expect(answer).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('kind: ResourceList') });

  const controller = await copyFinalStage(sync.final, built, join(folder, 'sync'));
  expect(controller).toMatchObject({ user: '65532:65532', command: ['/usr/local/bin/node', '/app/stackset.mjs', 'sync'] });
  expect(await readdir(join(controller.folder, 'app'))).toEqual(['stackset.mjs']);
  expect(await sizeOf(controller.folder)).toBeLessThan(3 * MEBIBYTE);
  const refusal = await startUnprivileged(controller, [join(controller.folder, 'app/stackset.mjs'), 'sync'], '');
  expect(refusal).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('spec.repository') });
});

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(entries.map(async (path) => (await stat(join(folder, path))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
