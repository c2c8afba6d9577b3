import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { Credentials } from '../src/core/model/sync-config.ts';
import type { Repository } from '../src/shell/git/repository.ts';
import type { RepositoryOptions } from '../src/shell/git/repository-options.ts';
import { clonesIn } from '../src/shell/git/testing/clone-on-disk.ts';
import { commitChanges, fetchTip, openTestRepository } from '../src/shell/git/testing/open-clone.ts';
import { ServerRepository, temporaryFolder } from '../src/shell/git/testing/server-repository.ts';
import { startGitHubApi } from './git/github-api.ts';
import { GitHttpServer } from './git/http-server.ts';
import { watchProcesses } from './git/processes.ts';

/** With characters that a shell, a URL and a configuration file would each take for something else. */
const TOKEN = `s3cr3t'"$(touch x)\`;%2F#\\ &tok3n`;
const PATH = process.env.PATH;

async function serve(users: Readonly<Record<string, string>>, readers: readonly string[] = []) {
  const repository = await ServerRepository.create({ 'uploadpack.allowFilter': 'true', 'http.receivepack': 'true' });
  await repository.commit({ a: 'one', b: 'two' });
  const http = await GitHttpServer.start(dirname(repository.folder), { users, readers });
  const open = (credentials: Credentials | undefined, options: Partial<RepositoryOptions> = {}): Promise<Repository> =>
    openTestRepository(`${http.url}/server.git`, { ...(credentials === undefined ? {} : { credentials }), ...options });
  return { repository, http, open };
}

async function tokenFile(token: string): Promise<string> {
  const file = join(await temporaryFolder(), 'token');
  await writeFile(file, token);
  return file;
}

const byFile = (file: string, username = 'git'): Credentials => ({ kind: 'token', from: { file }, username });

async function roundTrip(repository: Repository, content: string): Promise<void> {
  const tip = await fetchTip(repository);
  await repository.readFileAt(tip, 'b');
  const commit = await commitChanges(repository, tip, [{ path: 'a', content }]);
  expect(await repository.push(commit, 'main')).toEqual({ kind: 'pushed' });
}

test('a token from a file, with any characters and a newline at its end; a new one counts at the next call', async () => {
  const { http, open } = await serve({ 'a user': TOKEN });
  const file = await tokenFile(`${TOKEN}\n`);
  const clone = await open(byFile(file, 'a user'));
  await roundTrip(clone, 'two');
  await writeFile(file, 'old');
  await expect(clone.fetch()).rejects.toMatchObject({ refusal: 'permission' });
  await writeFile(file, TOKEN);
  await roundTrip(clone, 'three');
  expect(http.requests).toBeGreaterThan(0);
});

test('a token from the environment of the controller, which its children do not inherit', async () => {
  const { open } = await serve({ git: TOKEN });
  const credentials: Credentials = { kind: 'token', from: { environment: 'MY_TOKEN' }, username: 'git' };
  await roundTrip(await open(credentials, { environment: { PATH, MY_TOKEN: TOKEN } }), 'two');
  const without = await open(credentials, { environment: { PATH } });
  await expect(without.fetch()).rejects.toMatchObject({ refusal: 'permission', message: expect.stringContaining('MY_TOKEN') });
});

test('no token is in a process list, in a file of the clone or in an error', async () => {
  const { http, repository, open } = await serve({ git: TOKEN });
  const cacheFolder = await temporaryFolder();
  http.fault = { kind: 'slow', milliseconds: 300 };
  const clone = await open(byFile(await tokenFile(TOKEN)), { cacheFolder });
  const secrets = [TOKEN, encodeURIComponent(TOKEN), Buffer.from(`git:${TOKEN}`).toString('base64')];
  let seen = 0;
  await watchProcesses(
    () => roundTrip(clone, 'two'),
    (processes) => {
      seen += processes.filter((process) => process.includes('git-remote-http')).length;
      for (const secret of secrets) expect(processes.filter((process) => process.includes(secret))).toEqual([]);
    },
  );
  expect(seen).toBeGreaterThan(0);
  const [folder = ''] = await clonesIn(cacheFolder);
  for (const secret of secrets) {
    expect((await execa('grep', ['-rlaF', '--', secret, folder], { reject: false })).stdout).toBe('');
  }
  http.fault = { kind: 'status', status: 500, text: `no, ${TOKEN} ${secrets[2]}` };
  const error: Error = await clone.fetch().then(
    () => new Error('the fetch was done'),
    (thrown: Error) => thrown,
  );
  http.fault = undefined;
  const hook = join(repository.folder, 'hooks/pre-receive');
  await writeFile(hook, `#!/bin/sh\ncat <<'END' >&2\nyour token is ${TOKEN}\nEND\nexit 1\n`, { mode: 0o755 });
  const commit = await commitChanges(clone, await fetchTip(clone), [{ path: 'a', content: 'three' }]);
  const refused = await clone.push(commit, 'main');
  expect(refused).toMatchObject({ refusal: 'hook', message: expect.stringContaining('your token is ***') });
  for (const secret of secrets) expect(`${error.message}\n${error.stack}\n${JSON.stringify(refused)}`).not.toContain(secret);
});

test('a token is for its server: another one that a redirect leads to does not get it', async () => {
  const { http, open } = await serve({ git: TOKEN });
  const other = await serve({ git: TOKEN });
  http.fault = { kind: 'redirect', location: other.http.url };
  const clone = await open(byFile(await tokenFile(TOKEN)), { branch: 'main' });
  await expect(clone.fetch()).rejects.toMatchObject({ refusal: 'permission' });
  expect(other.http.requests).toBeGreaterThan(0);
});

test('what is in the home folder does not replace the token that was given', async () => {
  const { open } = await serve({ git: TOKEN });
  const home = await temporaryFolder();
  await writeFile(join(home, '.netrc'), 'machine 127.0.0.1 login git password wrong\n', { mode: 0o600 });
  await writeFile(
    join(home, '.gitconfig'),
    '[credential]\n\thelper = "!echo password=wrong; echo username=git; #"\n[core]\n\thooksPath = /x\n',
  );
  await roundTrip(await open(byFile(await tokenFile(TOKEN)), { environment: { PATH, HOME: home } }), 'two');
});

test('who may only read is told so by the push', async () => {
  const { open } = await serve({ reader: TOKEN }, ['reader']);
  const clone = await open(byFile(await tokenFile(TOKEN), 'reader'));
  const commit = await commitChanges(clone, await fetchTip(clone), [{ path: 'a', content: 'two' }]);
  expect(await clone.push(commit, 'main')).toMatchObject({
    kind: 'refused',
    refusal: 'permission',
    message: expect.stringContaining('403'),
  });
});

test.each([
  ['is missing', undefined, 'cannot be read'],
  ['is empty', ' \n', 'is empty'],
  ['has two lines', 'a\nhost=evil.example.org', 'more than one line'],
])('a token whose file %s needs a person', async (_, token, message) => {
  const { http, open } = await serve({ git: TOKEN });
  const file = token === undefined ? join(await temporaryFolder(), 'not-there') : await tokenFile(token);
  const clone = await open(byFile(file));
  await expect(clone.fetch()).rejects.toMatchObject({ refusal: 'permission', message: expect.stringContaining(message) });
  expect(http.requests).toBe(0);
});

test('a GitHub App: its key gives a token, which is kept while it is good', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const privateKeyFile = join(await temporaryFolder(), 'app.pem');
  await writeFile(privateKeyFile, privateKey);
  const api = await startGitHubApi('4711', '99', publicKey);
  api.next.token = TOKEN;
  const { open } = await serve({ 'x-access-token': TOKEN });
  const app: Credentials = { kind: 'githubApp', appId: '4711', installationId: '99', privateKeyFile, apiUrl: api.url };
  const clone = await open(app);
  await roundTrip(clone, 'two');
  expect(api.asked).toBe(1);

  const shortLived = await open(app);
  api.next.goodFor = 60_000;
  await shortLived.fetch();
  await shortLived.fetch();
  expect(api.asked).toBeGreaterThanOrEqual(3);
  api.next.status = 503;
  await expect(shortLived.fetch()).rejects.toMatchObject({ refusal: 'network', message: expect.stringContaining('503') });
  api.next.status = 404;
  await expect(shortLived.fetch()).rejects.toMatchObject({ refusal: 'permission' });
  await expect((await open({ ...app, appId: '1' })).fetch()).rejects.toMatchObject({ refusal: 'permission' });
  await writeFile(privateKeyFile, 'no key');
  await expect((await open(app)).fetch()).rejects.toMatchObject({ refusal: 'permission', message: expect.stringContaining('private key') });
});
