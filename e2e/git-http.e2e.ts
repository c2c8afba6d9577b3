import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import type { Repository } from '../src/shell/git/repository.ts';
import type { RepositoryOptions } from '../src/shell/git/repository-options.ts';
import { contentsIn, onlyClone } from '../src/shell/git/testing/clone-on-disk.ts';
import { commitChanges, fetchTip, openTestRepository } from '../src/shell/git/testing/open-clone.ts';
import { ServerRepository, temporaryFolder } from '../src/shell/git/testing/server-repository.ts';
import { type Fault, GitHttpServer } from './git/http-server.ts';

const TIMEOUTS = { silence: 1_500 };

interface Served {
  readonly repository: ServerRepository;
  readonly http: GitHttpServer;
  readonly open: (options?: Partial<RepositoryOptions>) => Promise<Repository>;
}

async function serve(settings: Readonly<Record<string, string>> = {}): Promise<Served> {
  const repository = await ServerRepository.create({ 'uploadpack.allowFilter': 'true', 'http.receivepack': 'true', ...settings });
  await repository.commit({ 'apps/a': 'one', 'apps/b': 'two' });
  const http = await GitHttpServer.start(dirname(repository.folder));
  const open = (options: Partial<RepositoryOptions> = {}) =>
    openTestRepository(`${http.url}/server.git`, { branch: 'main', timeouts: TIMEOUTS, ...options });
  return { repository, http, open };
}

test('over smart HTTP: fetch, read, commit, push', async () => {
  const { repository, open } = await serve();
  const cacheFolder = await temporaryFolder();
  const clone = await open({ cacheFolder });
  const tip = await fetchTip(clone);
  expect((await clone.readFileAt(tip, 'apps/a'))?.toString()).toBe('one');
  expect(await contentsIn(await onlyClone(cacheFolder))).toEqual(['one']);
  const commit = await commitChanges(clone, tip, [{ path: 'apps/a', content: 'changed' }]);
  expect(await clone.push(commit, 'main')).toEqual({ kind: 'pushed' });
  expect(await repository.tip()).toBe(commit);
});

test('a fetch without news is one connection', async () => {
  const { http, open } = await serve();
  const clone = await open();
  await clone.fetch();
  const before = http.requests;
  await clone.fetch();
  expect(http.requests - before).toBeLessThanOrEqual(2);
});

const FAULTS: readonly (readonly [string, Fault, string, RegExp])[] = [
  ['500', { kind: 'status', status: 500 }, 'network', /500/],
  ['503', { kind: 'status', status: 503 }, 'network', /503/],
  ['429', { kind: 'status', status: 429 }, 'network', /429/],
  ['401', { kind: 'status', status: 401 }, 'permission', /could not read Username|Authentication failed/],
  ['403', { kind: 'status', status: 403 }, 'permission', /403/],
  ['404', { kind: 'status', status: 404 }, 'permission', /not found/],
  ['nothing', { kind: 'hang' }, 'network', /no answer for 1.5 s/],
  ['by ending the connection', { kind: 'reset' }, 'network', /./],
];

test.each(FAULTS)(
  'a server that answers %s: fetch and push say so, and go on when it is well again',
  async (_, fault, refusal, message) => {
    const { repository, http, open } = await serve();
    const clone = await open();
    const tip = await fetchTip(clone);
    const commit = await commitChanges(clone, tip, [{ path: 'apps/a', content: 'changed' }]);
    http.fault = fault;
    await expect(clone.fetch()).rejects.toMatchObject({ name: 'RemoteError', refusal, message: expect.stringMatching(message) });
    expect(await clone.push(commit, 'main')).toEqual({ kind: 'refused', refusal, message: expect.stringMatching(message) });
    http.fault = undefined;
    http.pushFault = fault;
    expect(await clone.push(commit, 'main')).toMatchObject({ kind: 'refused', refusal: expect.stringMatching(/network|permission/) });
    http.pushFault = undefined;
    expect(await fetchTip(clone)).toBe(tip);
    expect(await clone.push(commit, 'main')).toEqual({ kind: 'pushed' });
    expect(await repository.tip()).toBe(commit);
  },
);

test('a push whose answer is lost counts as the network, and the next fetch shows that it was done', async () => {
  const { http, open } = await serve();
  const clone = await open();
  const tip = await fetchTip(clone);
  const commit = await commitChanges(clone, tip, [{ path: 'apps/a', content: 'changed' }]);
  http.pushFault = { kind: 'loseAnswer' };
  expect(await clone.push(commit, 'main')).toMatchObject({ kind: 'refused', refusal: 'network' });
  http.pushFault = undefined;
  expect(await fetchTip(clone)).toBe(commit);
  expect(await clone.push(commit, 'main')).toEqual({ kind: 'pushed' });
});

test('a slow server is waited for', async () => {
  const { http, open } = await serve();
  http.fault = { kind: 'slow', milliseconds: 500 };
  const clone = await open({ timeouts: { silence: 20_000 } });
  expect(await fetchTip(clone)).toBeDefined();
});

test('a person who pushes first wins, also within the push itself', async () => {
  const { repository, http, open } = await serve();
  const clone = await open();
  const tip = await fetchTip(clone);
  const first = await commitChanges(clone, tip, [{ path: 'apps/a', content: 'by the controller' }]);
  const person = await repository.commit({ 'apps/a': 'by a person' });
  expect(await clone.push(first, 'main')).toMatchObject({ kind: 'refused', refusal: 'race' });
  expect(await fetchTip(clone)).toBe(person);
  const second = await commitChanges(clone, person, [{ path: 'apps/a', content: 'by the controller' }]);
  let later = '';
  http.beforePush = async () => {
    http.beforePush = undefined;
    later = await repository.commit({ 'apps/b': 'by a person' });
  };
  expect(await clone.push(second, 'main')).toMatchObject({ kind: 'refused', refusal: 'race' });
  expect(await repository.tip()).toBe(later);
  expect(await repository.git('log', '--format=%an', 'main')).not.toContain('stackset-sync');
});

test('what a plain push would do, and this one does not: make a removed branch again, undo a rewind, make a branch that is there', async () => {
  const { repository, open } = await serve();
  const first = await repository.tip();
  await repository.commit({ 'apps/a': 'a secret, taken back' });
  const clone = await open();
  const commit = await commitChanges(clone, await fetchTip(clone), [{ path: 'apps/b', content: 'changed' }]);
  await repository.git('update-ref', 'refs/heads/main', first ?? '');
  expect(await clone.push(commit, 'main')).toMatchObject({ kind: 'refused', refusal: 'race' });
  expect(await repository.tip()).toBe(first);
  await repository.git('update-ref', '-d', 'refs/heads/main');
  expect(await clone.push(commit, 'main')).toMatchObject({ kind: 'refused', refusal: 'race' });
  expect(await repository.tip()).toBeUndefined();
  const other = await repository.commit({ x: 'y' }, { branch: 'env/eu-1', parents: [] });
  const orphan = await commitChanges(clone, undefined, [{ path: 'x', content: 'z' }]);
  expect(await clone.push(orphan, 'env/eu-1')).toMatchObject({ kind: 'refused', refusal: 'race' });
  expect(await repository.tip('env/eu-1')).toBe(other);
});
