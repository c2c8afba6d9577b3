import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claimCloneFolder } from './clone-folder.ts';
import { temporaryFolder } from './testing/server-repository.ts';

const URL = 'file:///srv/apps.git';

test("a clone that is released is the next one's, with what is in it", async () => {
  const cache = await temporaryFolder();
  const first = await claimCloneFolder(cache, URL);
  await writeFile(join(first.path, 'HEAD'), 'x');
  await first.release();
  const second = await claimCloneFolder(cache, URL);
  expect(await readdir(second.path)).toEqual(['HEAD']);
  expect(second.path).not.toBe(first.path);
  await second.release();
});

test('clones that are held are left alone: who comes later gets another one', async () => {
  const cache = await temporaryFolder();
  const held = await Promise.all(Array.from({ length: 8 }, () => claimCloneFolder(cache, URL)));
  expect(new Set(held.map(({ path }) => path)).size).toBe(8);
  await Promise.all(held.map(({ release }) => release()));
  const again = await Promise.all(Array.from({ length: 8 }, () => claimCloneFolder(cache, URL)));
  expect(new Set(again.map(({ path }) => path)).size).toBe(8);
  const [folder = ''] = await readdir(cache);
  expect((await readdir(join(cache, folder))).filter((name) => name.endsWith('.git'))).toHaveLength(8);
  await Promise.all(again.map(({ release }) => release()));
});

test('another address is another clone', async () => {
  const cache = await temporaryFolder();
  const first = await claimCloneFolder(cache, URL);
  await first.release();
  const second = await claimCloneFolder(cache, `${URL}/`);
  expect(await readdir(second.path)).toEqual([]);
  await second.release();
});

test('nobody else may read it', async () => {
  const cache = join(await temporaryFolder(), 'new', 'cache');
  const { path, release } = await claimCloneFolder(cache, URL);
  const { mode } = await import('node:fs/promises').then(({ stat }) => stat(path));
  expect(mode & 0o077).toBe(0);
  await release();
});

test('a cache folder whose path is too long for a socket is refused with what to do', async () => {
  const cache = join(await temporaryFolder(), 'x'.repeat(100));
  await mkdir(cache);
  await expect(claimCloneFolder(cache, URL)).rejects.toThrow('choose a cache folder with a shorter path');
});
