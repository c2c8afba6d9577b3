import { expect, test } from 'vitest';
import { contentsIn, onlyClone, packsIn } from './testing/clone-on-disk.ts';
import { commitChanges, fetchTip, openTestRepository } from './testing/open-clone.ts';
import { ServerRepository, temporaryFolder } from './testing/server-repository.ts';

test('one change: fetch, list, read, commit, push', async () => {
  const server = await ServerRepository.create();
  await server.commit({ 'apps/shop/stackset.yaml': 'kind: StackSet\n', 'other/a': 'a' });
  const repository = await openTestRepository(server.url);
  const tip = await fetchTip(repository);
  const files = await repository.listFiles(tip, ['apps']);
  expect([...files.keys()]).toEqual(['apps/shop/stackset.yaml']);
  const blobs = await repository.readBlobs([...files.values()].map(({ oid }) => oid));
  expect([...blobs.values()]).toEqual([{ kind: 'content', content: Buffer.from('kind: StackSet\n') }]);
  const commit = await commitChanges(repository, tip, [
    { path: 'apps/shop/stacks/shop-v1.yaml', content: 'ä\n' },
    { path: 'apps/shop/stackset.yaml', content: 'changed' },
  ]);
  expect(await repository.push(commit, 'main')).toEqual({ kind: 'pushed' });
  expect(await server.tip()).toBe(commit);
  expect(await server.show('main', 'apps/shop/stacks/shop-v1.yaml')).toBe('ä');
  expect(await server.show('main', 'apps/shop/stackset.yaml')).toBe('changed');
  expect(await server.show('main', 'other/a')).toBe('a');
  expect(await fetchTip(repository)).toBe(commit);
});

test('what is committed stands a strict check and is by the committer', async () => {
  const server = await ServerRepository.create({ 'uploadpack.allowFilter': 'true', 'receive.fsckObjects': 'true' });
  const tip = await server.commit({ 'a/one': '1', 'a/two': '2', 'b/three': '3' });
  const repository = await openTestRepository(server.url);
  await fetchTip(repository);
  const commit = await commitChanges(repository, tip, [{ path: 'a/one', content: 'new' }]);
  expect(await repository.push(commit, 'main')).toEqual({ kind: 'pushed' });
  expect(await server.git('fsck', '--strict')).toBe('');
  expect(await server.git('log', '-1', '--format=%an %ae %cn %ce')).toBe(
    'stackset-sync stackset-sync@example.org stackset-sync stackset-sync@example.org',
  );
});

test('contents that nobody read stay on the server, also those beside a change', async () => {
  const server = await ServerRepository.create();
  const tip = await server.commit({ 'a/one': '1', 'a/two': '2', 'b/three': '3' });
  const cacheFolder = await temporaryFolder();
  const repository = await openTestRepository(server.url, { cacheFolder });
  await fetchTip(repository);
  await repository.push(await commitChanges(repository, tip, [{ path: 'a/one', content: 'new' }]), 'main');
  expect(await contentsIn(await onlyClone(cacheFolder))).toEqual(['new']);
});

test('what was pushed is not fetched back', async () => {
  const server = await ServerRepository.create();
  const tip = await server.commit({ a: '1' });
  const cacheFolder = await temporaryFolder();
  const repository = await openTestRepository(server.url, { cacheFolder });
  await fetchTip(repository);
  const packs = await packsIn(await onlyClone(cacheFolder));
  const commit = await commitChanges(repository, tip, [{ path: 'a', content: '2' }]);
  await repository.push(commit, 'main');
  expect(await fetchTip(repository)).toBe(commit);
  expect(await packsIn(await onlyClone(cacheFolder))).toEqual(packs);
});

test('without a branch, the one that the remote names is followed', async () => {
  const server = await ServerRepository.create();
  const tip = await server.commit({ a: '1' }, { branch: 'trunk' });
  await server.git('symbolic-ref', 'HEAD', 'refs/heads/trunk');
  const repository = await openTestRepository(server.url);
  expect(await repository.fetch()).toEqual({ branch: { name: 'trunk', tip } });
});

test('an output branch is missing, then made without a parent, then gone again', async () => {
  const server = await ServerRepository.create();
  const tip = await server.commit({ a: '1' });
  const repository = await openTestRepository(server.url, { branch: 'main', outputBranch: 'env/eu-1' });
  expect(await repository.fetch()).toEqual({ branch: { name: 'main', tip }, output: { name: 'env/eu-1', tip: undefined } });
  const commit = await commitChanges(repository, undefined, [{ path: 'stacks/a', content: '1' }]);
  expect(await repository.push(commit, 'env/eu-1')).toEqual({ kind: 'pushed' });
  expect((await repository.fetch()).output).toEqual({ name: 'env/eu-1', tip: commit });
  expect((await repository.fetch()).output).toEqual({ name: 'env/eu-1', tip: commit });
  await server.git('update-ref', '-d', 'refs/heads/env/eu-1');
  expect((await repository.fetch()).output).toEqual({ name: 'env/eu-1', tip: undefined });
  expect((await repository.fetch()).branch.tip).toBe(tip);
});

test('an empty repository has a branch without a tip', async () => {
  const server = await ServerRepository.create();
  const repository = await openTestRepository(server.url, { branch: 'main' });
  expect(await repository.fetch()).toEqual({ branch: { name: 'main', tip: undefined } });
});

test('people may rewrite the branch: the next fetch follows', async () => {
  const server = await ServerRepository.create();
  const first = await server.commit({ a: '1' });
  await server.commit({ a: '2' });
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  await server.git('update-ref', 'refs/heads/main', first);
  expect(await fetchTip(repository)).toBe(first);
});

test('contents are read from the server once, whatever their bytes', async () => {
  const server = await ServerRepository.create();
  const texts = Array.from({ length: 300 }, (_, index) => `${index}\n`.repeat(index));
  await server.commit(Object.fromEntries(texts.map((text, index) => [`f/${index}`, text])));
  const repository = await openTestRepository(server.url);
  const files = await repository.listFiles(await fetchTip(repository), ['.']);
  const oids = [...files.values()].map(({ oid }) => oid);
  const blobs = await repository.readBlobs(oids);
  expect(texts.map((_, index) => blobs.get(files.get(`f/${index}`)?.oid ?? ''))).toEqual(
    texts.map((text) => ({ kind: 'content', content: Buffer.from(text) })),
  );
  await server.git('update-ref', '-d', 'refs/heads/main');
  expect(await repository.readBlobs(oids)).toEqual(blobs);
});

test('a content above the limit comes as its size, and the next one unharmed', async () => {
  const server = await ServerRepository.create();
  await server.commit({ big: 'x'.repeat(5_000_000), small: 'small' });
  const repository = await openTestRepository(server.url);
  const files = await repository.listFiles(await fetchTip(repository), ['.']);
  const [big = '', small = ''] = ['big', 'small'].map((path) => files.get(path)?.oid);
  const blobs = await repository.readBlobs([big, small], 1_000_000);
  expect(blobs.get(big)).toEqual({ kind: 'tooLarge', bytes: 5_000_000 });
  expect(blobs.get(small)).toEqual({ kind: 'content', content: Buffer.from('small') });
});

test('a content that is nowhere throws', async () => {
  const server = await ServerRepository.create();
  await server.commit({ a: '1' });
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  await expect(repository.readBlobs(['1'.repeat(40)])).rejects.toThrow(/1111/);
});

test('a file as it was', async () => {
  const server = await ServerRepository.create();
  const first = await server.commit({ 'a/b': 'one', c: 'top' });
  const second = await server.commit({ 'a/b': 'two' });
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  const read = async (commit: string, path: string) => (await repository.readFileAt(commit, path))?.toString();
  expect(await read(first, 'a/b')).toBe('one');
  expect(await read(second, 'a/b')).toBe('two');
  expect(await read(second.slice(0, 8), 'c')).toBe('top');
  for (const path of ['a', 'a/x', 'x/y', 'a/b/c', 'a\nb', 'a/b\n']) expect(await read(second, path), path).toBeUndefined();
});

test('what changed between two commits, and between commits without a common past', async () => {
  const server = await ServerRepository.create();
  const first = await server.commit({ 'a/b': 'one', 'a/c': 'c', 'd/e': 'e' });
  const second = await server.commit({ 'a/b': 'two', 'a/c': undefined, 'a/ü ': 'new', 'd/e': 'changed' });
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  const files = await repository.listFiles(second, ['a']);
  expect(await repository.changedFiles(first, second, ['a'])).toEqual([
    { path: 'a/b', file: files.get('a/b') },
    { path: 'a/c', file: undefined },
    { path: 'a/ü ', file: files.get('a/ü ') },
  ]);
  expect((await repository.changedFiles(first, second, ['.'])).map(({ path }) => path)).toContain('d/e');
  expect(await repository.changedFiles(second, second, ['.'])).toEqual([]);
});

test('an id that is none is refused before Git sees it', async () => {
  const server = await ServerRepository.create();
  await server.commit({ a: '1' });
  const repository = await openTestRepository(server.url);
  await repository.fetch();
  for (const id of ['--output=/tmp/x', 'main', '', 'HEAD', 'A1B2C3D4', '1234 --x']) {
    await expect((async () => repository.listFiles(id, ['.']))(), id).rejects.toThrow('no id of a commit');
    await expect((async () => repository.log({ to: id }))(), id).rejects.toThrow('no id of a commit');
    await expect((async () => repository.push(id, 'main'))(), id).rejects.toThrow('no id of a commit');
  }
});
