import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentsIn, onlyClone } from '../src/shell/git/testing/clone-on-disk.ts';
import { commitChanges, fetchTip, openTestRepository } from '../src/shell/git/testing/open-clone.ts';
import { ServerRepository, temporaryFolder } from '../src/shell/git/testing/server-repository.ts';
import { makeKey, SshServer } from './git/ssh-server.ts';

const credentials = (server: SshServer) => ({ kind: 'ssh', privateKeyFile: server.clientKey, knownHostsFile: server.knownHosts }) as const;

test('over SSH: fetch, read, commit, push, with a key and a known host whose files have spaces in their names', async () => {
  const repository = await ServerRepository.create();
  const tip = await repository.commit({ 'apps/a': 'one', 'apps/b': 'two' });
  const ssh = await SshServer.start();
  const cacheFolder = await temporaryFolder();
  const clone = await openTestRepository(ssh.url(repository.folder), { credentials: credentials(ssh), cacheFolder });
  expect(await fetchTip(clone)).toBe(tip);
  expect((await clone.readFileAt(tip, 'apps/a'))?.toString()).toBe('one');
  expect(await contentsIn(await onlyClone(cacheFolder))).toEqual(['one']);
  const commit = await commitChanges(clone, tip, [{ path: 'apps/a', content: 'changed' }]);
  expect(await clone.push(commit, 'main')).toEqual({ kind: 'pushed' });
  expect(await repository.tip()).toBe(commit);
});

test('a server that gives no single contents, as it speaks the old protocol, is cloned as a whole, also after a restart', async () => {
  const repository = await ServerRepository.create();
  const tip = await repository.commit({ 'apps/a': 'one', 'apps/b': 'two' });
  const ssh = await SshServer.start({ protocolVersions: false });
  const cacheFolder = await temporaryFolder();
  const open = () => openTestRepository(ssh.url(repository.folder), { credentials: credentials(ssh), cacheFolder });
  const first = await open();
  await first.fetch();
  expect((await first.readFileAt(tip, 'apps/a'))?.toString()).toBe('one');
  expect(await contentsIn(await onlyClone(cacheFolder))).toEqual(['one', 'two']);
  await first.close();
  const next = await repository.commit({ 'apps/a': 'three' });
  const second = await open();
  expect(await fetchTip(second)).toBe(next);
  expect(await contentsIn(await onlyClone(cacheFolder))).toEqual(['one', 'three', 'two']);
  const commit = await commitChanges(second, next, [{ path: 'apps/a', content: 'changed' }]);
  expect(await second.push(commit, 'main')).toEqual({ kind: 'pushed' });
});

test('an unknown host key, a strange key and a missing repository need a person', async () => {
  const repository = await ServerRepository.create();
  await repository.commit({ a: '1' });
  const ssh = await SshServer.start();
  const folder = await temporaryFolder();
  const nobody = join(folder, 'known_hosts');
  await writeFile(nobody, '');
  const strangeKey = await makeKey(join(folder, 'strange'));
  const url = ssh.url(repository.folder);
  const cases = [
    [url, { ...credentials(ssh), knownHostsFile: nobody }, /Host key verification failed/],
    [url, { ...credentials(ssh), privateKeyFile: strangeKey }, /Permission denied/],
    [url, { ...credentials(ssh), privateKeyFile: join(folder, 'not-there') }, /not-there/],
    [ssh.url('/not/there.git'), credentials(ssh), /does not appear to be a git repository/],
  ] as const;
  for (const [address, given, message] of cases) {
    const clone = await openTestRepository(address, { credentials: given, branch: 'main' });
    await expect(clone.fetch(), String(message)).rejects.toMatchObject({
      name: 'RemoteError',
      refusal: 'permission',
      message: expect.stringMatching(message),
    });
  }
});

test('a server that nobody listens at, and one that hangs after the login, count as the network', async () => {
  const repository = await ServerRepository.create();
  const tip = await repository.commit({ a: '1' });
  const hanging = await SshServer.start({ forceCommand: '/bin/sleep 60' });
  const timeouts = { silence: 1_000 };
  const hung = await openTestRepository(hanging.url(repository.folder), { credentials: credentials(hanging), branch: 'main', timeouts });
  const begun = Date.now();
  await expect(hung.fetch()).rejects.toMatchObject({ refusal: 'network', message: expect.stringContaining('no answer for 1 s') });
  expect(Date.now() - begun).toBeLessThan(10_000);
  const nobody = await openTestRepository('ssh://git@127.0.0.1:1/x.git', { credentials: credentials(hanging), branch: 'main' });
  await expect(nobody.fetch()).rejects.toMatchObject({ refusal: 'network' });
  expect(await repository.tip()).toBe(tip);
});
