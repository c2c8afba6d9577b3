import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import type { SigningSettings } from '../src/core/model/sync-config.ts';
import type { RepositoryOptions } from '../src/shell/git/repository-options.ts';
import { COMMITTER, fetchTip, openTestRepository } from '../src/shell/git/testing/open-clone.ts';
import { ServerRepository, temporaryFolder } from '../src/shell/git/testing/server-repository.ts';
import { makeKey } from './git/ssh-server.ts';

/** Makes a commit, pushes it, and gives its id. */
async function pushSigned(server: ServerRepository, signing: SigningSettings, options: Partial<RepositoryOptions> = {}): Promise<string> {
  const repository = await openTestRepository(server.url, { signing, ...options });
  const parent = await fetchTip(repository);
  const commit = await repository.commit({ parent, changes: [{ path: 'a', content: `${Math.random()}` }], message: 'Signed' });
  expect(await repository.push(commit ?? '', 'main')).toEqual({ kind: 'pushed' });
  return commit ?? '';
}

async function serve(): Promise<ServerRepository> {
  const server = await ServerRepository.create();
  await server.commit({ a: 'one' });
  return server;
}

test('a commit signed with an SSH key, as ssh-keygen verifies it', async () => {
  const server = await serve();
  const folder = await temporaryFolder();
  const key = await makeKey(join(folder, 'a key'));
  const { stdout: publicKey } = await execa('cat', [`${key}.pub`]);
  const signers = join(folder, 'signers');
  await writeFile(signers, `${COMMITTER.email} ${publicKey}\n`);
  const commit = await pushSigned(server, { format: 'ssh', key });
  const { stderr } = await execa('git', ['-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-commit', commit], { cwd: server.folder });
  expect(stderr).toContain(`Good "git" signature for ${COMMITTER.email}`);
});

/** A key ring in a folder with a short path, since gpg's agent puts sockets beside it. */
async function makeKeyRing(): Promise<string> {
  const folder = await mkdtemp('/tmp/gpg-');
  onTestFinished(async () => {
    await execa('gpgconf', ['--homedir', folder, '--kill', 'all'], { reject: false });
    await rm(folder, { recursive: true, force: true });
  });
  const user = `${COMMITTER.name} <${COMMITTER.email}>`;
  await execa('gpg', ['--homedir', folder, '--batch', '--quiet', '--passphrase', '', '--quick-gen-key', user, 'ed25519', 'sign'], {
    reject: true,
  });
  return folder;
}

test('a commit signed with an OpenPGP key, as gpg verifies it', async () => {
  const server = await serve();
  const keyRing = await makeKeyRing();
  const environment = { ...process.env, GNUPGHOME: keyRing };
  const commit = await pushSigned(server, { format: 'openpgp', key: COMMITTER.email }, { environment });
  const { stderr } = await execa('git', ['verify-commit', commit], { cwd: server.folder, env: { GNUPGHOME: keyRing, LC_ALL: 'C' } });
  expect(stderr).toContain('Good signature from "stackset-sync <stackset-sync@example.org>"');
});

test.each([
  ['ssh', '/not/there/key', /not\/there/],
  ['openpgp', 'nobody@example.org', /No secret key|failed to sign/],
] as const)('without its %s key there is no commit at all', async (format, key, message) => {
  const server = await serve();
  const environment = { ...process.env, GNUPGHOME: await temporaryFolder() };
  const repository = await openTestRepository(server.url, { signing: { format, key }, environment });
  const parent = await fetchTip(repository);
  const commit = repository.commit({ parent, changes: [{ path: 'a', content: 'two' }], message: 'Signed' });
  await expect(commit).rejects.toMatchObject({ name: 'GitError', message: expect.stringMatching(message) });
});

test('another program may sign', async () => {
  const server = await serve();
  const folder = await temporaryFolder();
  const program = join(folder, 'sign er');
  const used = join(folder, 'used');
  await writeFile(program, `#!/bin/sh\ntouch '${used}'\nexec ssh-keygen "$@"\n`, { mode: 0o755 });
  await pushSigned(server, { format: 'ssh', key: await makeKey(join(folder, 'key')), program });
  expect((await execa('ls', [used])).stdout).toBe(used);
});
