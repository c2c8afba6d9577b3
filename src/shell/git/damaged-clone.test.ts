import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { onlyClone } from './testing/clone-on-disk.ts';
import { commitChanges, fetchTip, openTestRepository } from './testing/open-clone.ts';
import { ServerRepository, temporaryFolder } from './testing/server-repository.ts';

const filesIn = async (folder: string, ending: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(ending)).map((path) => join(folder, path));

const each = async (paths: readonly string[], doing: (path: string) => Promise<unknown>): Promise<void> => {
  if (paths.length === 0) throw new Error('there is nothing to damage');
  await Promise.all(paths.map(doing));
};

/** What a killed process, a full disk or a crash of the machine can leave. */
const DAMAGES: Readonly<Record<string, (clone: string) => Promise<unknown>>> = {
  'lock files of everything': async (clone) => {
    const locks = [
      'config.lock',
      'HEAD.lock',
      'packed-refs.lock',
      'shallow.lock',
      'refs/remotes/origin/main.lock',
      'objects/info/commit-graph.lock',
    ];
    await mkdir(join(clone, 'objects/info'), { recursive: true });
    await each(locks, (lock) => writeFile(join(clone, lock), ''));
  },
  'half-written packs and objects': async (clone) => {
    await each(['objects/pack/tmp_pack_x', 'objects/pack/pack-1234.pack', 'objects/pack/pack-1234.promisor', 'gc.pid'], (path) =>
      writeFile(join(clone, path), 'x'),
    );
    await mkdir(join(clone, 'staged'));
    await writeFile(join(clone, 'staged/0'), 'x');
  },
  'no configuration and no HEAD': (clone) => each(['config', 'HEAD'], (file) => rm(join(clone, file))),
  'an empty branch': async (clone) => each(await filesIn(join(clone, 'refs'), 'main'), (path) => truncate(path)),
  'a branch that names nothing': async (clone) =>
    each(await filesIn(join(clone, 'refs'), 'main'), (path) => writeFile(path, `${'1'.repeat(40)}\n`)),
  'empty packs': async (clone) => each(await filesIn(clone, '.pack'), (path) => rm(path).then(() => writeFile(path, ''))),
  'packs cut in half': async (clone) =>
    each(await filesIn(clone, '.pack'), async (path) => rm(path).then(() => writeFile(path, 'PACK\0\0\0\x02\0'))),
  'no indexes of packs': async (clone) => each(await filesIn(clone, '.idx'), (path) => rm(path)),
  'empty indexes of packs': async (clone) => each(await filesIn(clone, '.idx'), (path) => rm(path).then(() => writeFile(path, ''))),
  'no objects at all': (clone) => rm(join(clone, 'objects'), { recursive: true }),
  'an empty folder': async (clone) =>
    each(
      (await readdir(clone)).map((name) => join(clone, name)),
      (path) => rm(path, { recursive: true }),
    ),
};

test.each(Object.entries(DAMAGES))('after %s, the next fetch works, and all that follows', async (_, damage) => {
  const server = await ServerRepository.create({ 'uploadpack.allowFilter': 'true', 'receive.unpackLimit': '1' });
  await server.commit({ 'a/one': '1', 'b/two': '2' });
  const cacheFolder = await temporaryFolder();
  const first = await openTestRepository(server.url, { cacheFolder });
  await first.readFileAt(await fetchTip(first), 'a/one');
  await first.close();
  await damage(await onlyClone(cacheFolder));
  const person = await server.commit({ 'b/two': '3' });
  const second = await openTestRepository(server.url, { cacheFolder });
  expect(await fetchTip(second)).toBe(person);
  expect((await second.readFileAt(person, 'a/one'))?.toString()).toBe('1');
  expect((await second.readFileAt(person, 'b/two'))?.toString()).toBe('3');
  expect(await second.log({ to: person })).toHaveLength(2);
  const commit = await commitChanges(second, person, [{ path: 'a/one', content: 'changed' }]);
  expect(await second.push(commit, 'main')).toEqual({ kind: 'pushed' });
  const clone = await onlyClone(cacheFolder);
  expect((await readdir(clone, { recursive: true })).filter((path) => /\.lock$|tmp_|pack-1234|gc\.pid/.test(path))).toEqual([]);
});

test('damage that happens while a clone is open is mended by the next fetch', async () => {
  const server = await ServerRepository.create();
  const tip = await server.commit({ 'a/one': '1', 'b/two': '2' });
  const cacheFolder = await temporaryFolder();
  const repository = await openTestRepository(server.url, { cacheFolder });
  await repository.fetch();
  const clone = await onlyClone(cacheFolder);
  await rm(join(clone, 'objects'), { recursive: true });
  await expect(repository.log({ to: tip })).rejects.toMatchObject({ name: 'GitError' });
  expect(await fetchTip(repository)).toBe(tip);
  expect((await repository.readFileAt(tip, 'b/two'))?.toString()).toBe('2');
});

test('a folder that cannot be read is not taken for one that is not there', async () => {
  const server = await ServerRepository.create({ 'uploadpack.allowFilter': 'true' });
  const tip = await server.commit({ 'a/b/state': '1', top: '2' });
  const cacheFolder = await temporaryFolder();
  const repository = await openTestRepository(server.url, { cacheFolder });
  await repository.fetch();
  const written = await commitChanges(repository, tip, [{ path: 'a/b/state', content: 'changed' }]);
  const clone = await onlyClone(cacheFolder);
  const tree = (await execa('git', ['rev-parse', `${written}:a/b`], { cwd: clone })).stdout;
  await rm(join(clone, 'objects', tree.slice(0, 2), tree.slice(2)));
  await expect(repository.readFileAt(written, 'a/b/state')).rejects.toMatchObject({ name: 'GitError', damaged: true });
  await expect(repository.listFiles(written, ['a'])).rejects.toMatchObject({ name: 'GitError', damaged: true });
  expect(await repository.readFileAt(tip, 'a/c/state')).toBeUndefined();
});
