import { chmod, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { commitChanges, fetchTip, openTestRepository } from '../src/shell/git/testing/open-clone.ts';
import { ServerRepository } from '../src/shell/git/testing/server-repository.ts';
import { GitHttpServer } from './git/http-server.ts';

const SERVERS = ['file', 'http'] as const;

async function serve(over: (typeof SERVERS)[number]): Promise<{ readonly repository: ServerRepository; readonly url: string }> {
  const repository = await ServerRepository.create({ 'uploadpack.allowFilter': 'true', 'http.receivepack': 'true' });
  await repository.commit({ a: 'one' });
  if (over === 'file') return { repository, url: repository.url };
  return { repository, url: `${(await GitHttpServer.start(dirname(repository.folder))).url}/server.git` };
}

async function hook(repository: ServerRepository, name: string, script: string): Promise<void> {
  const path = join(repository.folder, 'hooks', name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}

const HOOKS = [
  ['pre-receive', 'echo "policy: no traffic on fridays" >&2; exit 1', 'hook', /no traffic on fridays/],
  ['update', 'echo "not this branch" >&2; exit 1', 'hook', /not this branch/],
  [
    'pre-receive',
    'echo "GitLab: You are not allowed to push code to protected branches on this project." >&2; exit 1',
    'permission',
    /protected/,
  ],
  ['pre-receive', 'printf "\\033[2J\\033[1;1Hevil\\a\\n" >&2; exit 1', 'hook', /^\P{Cc}*\n\P{Cc}*evil\P{Cc}*$/u],
] as const;

test.each(SERVERS)('over %s, a check of the server that declines is told with its words', async (over) => {
  for (const [name, script, refusal, message] of HOOKS) {
    const { repository, url } = await serve(over);
    await hook(repository, name, script);
    const clone = await openTestRepository(url);
    const tip = await fetchTip(clone);
    const commit = await commitChanges(clone, tip, [{ path: 'a', content: 'two' }]);
    expect(await clone.push(commit, 'main')).toEqual({ kind: 'refused', refusal, message: expect.stringMatching(message) });
    expect(await repository.tip()).toBe(tip);
    await rm(join(repository.folder, 'hooks', name));
    expect(await clone.push(commit, 'main')).toEqual({ kind: 'pushed' });
  }
});

test.each(SERVERS)('over %s, a branch that the server has locked is to be tried again', async (over) => {
  const { repository, url } = await serve(over);
  const clone = await openTestRepository(url);
  const tip = await fetchTip(clone);
  const commit = await commitChanges(clone, tip, [{ path: 'a', content: 'two' }]);
  const lock = join(repository.folder, 'refs/heads/main.lock');
  await writeFile(lock, '');
  expect(await clone.push(commit, 'main')).toMatchObject({ kind: 'refused', refusal: 'lock' });
  await rm(lock);
  expect(await clone.push(commit, 'main')).toEqual({ kind: 'pushed' });
});

test.each(SERVERS)('over %s, a person who pushes while the server takes the commit in wins', async (over) => {
  const { repository, url } = await serve(over);
  const clone = await openTestRepository(url);
  const tip = await fetchTip(clone);
  const person = await repository.commit({ b: 'by a person' }, { branch: 'theirs', parents: [tip] });
  await hook(repository, 'pre-receive', `unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main ${person}`);
  const commit = await commitChanges(clone, tip, [{ path: 'a', content: 'two' }]);
  expect(await clone.push(commit, 'main')).toMatchObject({ kind: 'refused', refusal: 'race' });
  expect(await repository.tip()).toBe(person);
});

test('a check that takes its time is waited for; one that hangs is left, and what runs for it here is ended', async () => {
  const { repository, url } = await serve('file');
  const clone = await openTestRepository(url, { timeouts: { silence: 2_000 } });
  const tip = await fetchTip(clone);
  const commit = await commitChanges(clone, tip, [{ path: 'a', content: 'two' }]);
  await hook(repository, 'pre-receive', 'sleep 600');
  const begun = Date.now();
  expect(await clone.push(commit, 'main')).toMatchObject({ kind: 'refused', refusal: 'network' });
  expect(Date.now() - begun).toBeLessThan(10_000);
  await hook(repository, 'pre-receive', 'sleep 1');
  expect(await clone.push(commit, 'main')).toEqual({ kind: 'pushed' });
});
