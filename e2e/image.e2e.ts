import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { buildImage } from './image/build-image.ts';
import { parseDockerfile } from './image/parse-dockerfile.ts';

const project = fileURLToPath(new URL('..', import.meta.url));
const EMPTY = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n';
const MEBIBYTE = 1024 * 1024;

describe('the image', () => {
  it('is built from what the Dockerfile copies, holds little, and answers an empty ResourceList', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o755);
    const image = await buildImage(parseDockerfile(await readFile(join(project, 'Dockerfile'), 'utf8')), project, folder);
    expect(image.user).toBe('nonroot');
    expect(await sizeOf(image.folder)).toBeLessThan(3 * MEBIBYTE);

    const [node, program, ...args] = image.entrypoint;
    expect(node).toBe('/nodejs/bin/node');
    const answer = await run(process.execPath, [join(image.folder, program ?? ''), ...args], { cwd: image.folder, input: EMPTY });
    expect(answer).toMatchObject({ exitCode: 0, stderr: '' });
    expect(answer.stdout).toContain('kind: ResourceList');
  });
});

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(entries.map(async (path) => (await stat(join(folder, path))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
