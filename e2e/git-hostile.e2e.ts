import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { commitChanges, fetchTip, openTestRepository } from '../src/shell/git/testing/open-clone.ts';
import { ServerRepository, temporaryFolder } from '../src/shell/git/testing/server-repository.ts';

/** A folder that stays empty as long as nothing of the repository is run, and a command that puts a file there. */
async function trap(): Promise<{ readonly command: string; readonly sprung: () => Promise<readonly string[]> }> {
  const folder = await temporaryFolder();
  return { command: `touch ${folder}/sprung`, sprung: () => readdir(folder) };
}

test('hooks, configuration, attributes and filters in a repository are files like all others', async () => {
  const { command, sprung } = await trap();
  const server = await ServerRepository.create();
  const script = `#!/bin/sh\n${command}\n`;
  const files = {
    '.gitattributes': '* filter=evil diff=evil merge=evil text eol=crlf ident working-tree-encoding=UTF-16\n',
    '.gitconfig': `[core]\n\thooksPath = hooks\n\tfsmonitor = "${command}"\n[filter "evil"]\n\tclean = ${command}\n\tsmudge = ${command}\n\trequired = true\n`,
    '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c '${command}'\n`,
    config: `[core]\n\tsshCommand = ${command}\n\tbare = false\n\tworktree = .\n`,
    HEAD: 'ref: refs/heads/main\n',
    'hooks/pre-push': script,
    'hooks/reference-transaction': script,
    'hooks/post-checkout': script,
    'apps/a': 'one\r\n$Id$\n',
  };
  const tip = await server.commit(files);
  const repository = await openTestRepository(server.url);
  expect(await fetchTip(repository)).toBe(tip);
  expect((await repository.readFileAt(tip, 'apps/a'))?.toString()).toBe('one\r\n$Id$\n');
  const commit = await commitChanges(repository, tip, [{ path: 'apps/a', content: 'two\r\n$Id$\n' }]);
  expect(await repository.push(commit, 'main')).toEqual({ kind: 'pushed' });
  expect((await repository.readFileAt(commit, 'apps/a'))?.toString()).toBe('two\r\n$Id$\n');
  expect((await execa('git', ['cat-file', 'blob', `${commit}:apps/a`], { cwd: server.folder })).stdout).toBe('two\r\n$Id$');
  await repository.log({ to: commit });
  expect(await sprung()).toEqual([]);
});

test('hooks and settings of the machine and of the user do not count', async () => {
  const { command, sprung } = await trap();
  const server = await ServerRepository.create();
  const tip = await server.commit({ a: 'one' });
  const home = await temporaryFolder();
  const hooks = join(home, 'hooks');
  await mkdir(hooks);
  for (const name of ['pre-push', 'reference-transaction', 'post-index-change']) {
    await writeFile(join(hooks, name), `#!/bin/sh\n${command}\n`, { mode: 0o755 });
  }
  await writeFile(
    join(home, '.gitconfig'),
    `[core]\n\thooksPath = ${hooks}\n\tfsmonitor = "${command}"\n[remote "origin"]\n\tuploadpack = ${command}\n`,
  );
  const environment = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_CONFIG_HOME: home,
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.hooksPath',
    GIT_CONFIG_VALUE_0: hooks,
    GIT_DIR: '/not/there',
    GIT_TRACE: join(home, 'trace'),
    GIT_TRACE_CURL: join(home, 'trace-curl'),
    GIT_SSH_COMMAND: command,
    GIT_ASKPASS: command,
    GIT_EXTERNAL_DIFF: command,
    GIT_PAGER: command,
  };
  const repository = await openTestRepository(server.url, { environment });
  await fetchTip(repository);
  const commit = await commitChanges(repository, tip, [{ path: 'a', content: 'two' }]);
  expect(await repository.push(commit, 'main')).toEqual({ kind: 'pushed' });
  expect(await sprung()).toEqual([]);
  expect((await readdir(home)).sort()).toEqual(['.gitconfig', 'hooks']);
});

const PATHS = [
  '-x',
  '--output=x',
  '-',
  'a b',
  ' lead',
  'tail ',
  '"quoted"',
  "it's",
  '$(touch x)',
  'ü/ö',
  '*',
  '?',
  '[a]',
  ':(glob)**',
  ':(top)x',
  '!x',
  '\\',
  'a\nb',
  'a\tb',
  'a\u001b[31m',
  '@',
  '~',
  'HEAD',
  '日本/語',
];

test('paths that look like options, patterns, revisions or several lines are read and written as they are', async () => {
  const server = await ServerRepository.create();
  const tip = await server.commit(Object.fromEntries(PATHS.map((path) => [`${path}/f`, path])));
  const repository = await openTestRepository(server.url);
  await fetchTip(repository);
  expect(new Set((await repository.listFiles(tip, ['.'])).keys())).toEqual(new Set(PATHS.map((path) => `${path}/f`)));
  for (const path of PATHS) {
    expect([...(await repository.listFiles(tip, [path])).keys()], path).toEqual([`${path}/f`]);
    if (!path.includes('\n')) expect((await repository.readFileAt(tip, `${path}/f`))?.toString(), path).toBe(path);
    expect((await repository.log({ to: tip, paths: [path] })).map(({ files }) => files.map((file) => file.path))).toEqual([[`${path}/f`]]);
  }
  const commit = await commitChanges(
    repository,
    tip,
    PATHS.map((path) => ({ path: `${path}/f`, content: `${path} changed` })),
  );
  expect(await repository.push(commit, 'main')).toEqual({ kind: 'pushed' });
  for (const path of PATHS) expect(await server.show(commit, `${path}/f`), path).toBe(`${path} changed`);
  const changed = await repository.changedFiles(tip, commit, ['.']);
  expect(new Set(changed.map(({ path }) => path))).toEqual(new Set(PATHS.map((path) => `${path}/f`)));
  expect((await repository.lastTouch(commit, ['-x/f'])).get('-x/f')).toBe(commit);
});

test.each(['../x', '/x', 'a/../x', './x', 'a//b', '.git/config', 'a/.GIT/x', '', 'a/', 'a\0b'])(
  '%j is no path to write to',
  async (path) => {
    const server = await ServerRepository.create();
    const tip = await server.commit({ a: 'one' });
    const repository = await openTestRepository(server.url);
    await fetchTip(repository);
    await expect(commitChanges(repository, tip, [{ path, content: 'x' }])).rejects.toThrow('is no path');
    await expect(repository.readFileAt(tip, path)).rejects.toThrow('is no path');
  },
);

test('links, submodules and folders are not written through or over', async () => {
  const server = await ServerRepository.create();
  const blob = (await execa('git', ['hash-object', '-w', '--stdin'], { cwd: server.folder, input: '/etc' })).stdout;
  const entries = [`120000 blob ${blob}\tlink`, `160000 commit ${'1'.repeat(40)}\tmodule`, `100644 blob ${blob}\tfile`];
  const folder = (await execa('git', ['mktree'], { cwd: server.folder, input: `100644 blob ${blob}\tf\n` })).stdout;
  const tree = (
    await execa('git', ['mktree', '--missing'], {
      cwd: server.folder,
      input: `${[...entries, `040000 tree ${folder}\tfolder`].join('\n')}\n`,
    })
  ).stdout;
  const env = { GIT_AUTHOR_NAME: 'p', GIT_AUTHOR_EMAIL: 'p@example.org', GIT_COMMITTER_NAME: 'p', GIT_COMMITTER_EMAIL: 'p@example.org' };
  const tip = (await execa('git', ['commit-tree', tree, '-m', 'x'], { cwd: server.folder, env })).stdout;
  await server.git('update-ref', 'refs/heads/main', tip);
  const repository = await openTestRepository(server.url);
  await fetchTip(repository);
  expect(Object.fromEntries([...(await repository.listFiles(tip, ['.']))].map(([path, { mode }]) => [path, mode]))).toEqual({
    file: '100644',
    'folder/f': '100644',
    link: '120000',
    module: '160000',
  });
  for (const path of ['link', 'link/x', 'module', 'module/x', 'folder', 'file/x']) {
    const name = path.split('/')[0] ?? '';
    await expect(commitChanges(repository, tip, [{ path, content: 'x' }]), path).rejects.toThrow(`${name} is a`);
    await expect(commitChanges(repository, tip, [{ path, content: undefined }]), path).rejects.toThrow(`${name} is a`);
    expect(await repository.readFileAt(tip, path), path).toBeUndefined();
  }
  const commit = await commitChanges(repository, tip, [{ path: 'file', content: 'changed' }]);
  expect(await server.tip()).toBe(tip);
  expect(await repository.push(commit, 'main')).toEqual({ kind: 'pushed' });
  expect(await server.git('ls-tree', commit, 'link', 'module')).toBe(await server.git('ls-tree', tip, 'link', 'module'));
});

/** A tree object as an attacker can send it, which no Git would write. */
async function commitRawTree(server: ServerRepository, name: string): Promise<string> {
  const blob = (await execa('git', ['hash-object', '-w', '--stdin'], { cwd: server.folder, input: 'evil' })).stdout;
  const raw = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(blob, 'hex')]);
  const tree = (await execa('git', ['hash-object', '-w', '-t', 'tree', '--literally', '--stdin'], { cwd: server.folder, input: raw }))
    .stdout;
  const text = `tree ${tree}\nauthor a <a@example.org> 1700000000 +0000\ncommitter a <a@example.org> 1700000000 +0000\n\nx\n`;
  const commit = (await execa('git', ['hash-object', '-w', '-t', 'commit', '--literally', '--stdin'], { cwd: server.folder, input: text }))
    .stdout;
  await server.git('update-ref', 'refs/heads/main', commit);
  return commit;
}

test.each(['..', '.git', '.', 'a/b'])('a folder that has %j in it is not let in', async (name) => {
  const server = await ServerRepository.create();
  const tip = await server.commit({ a: 'one' });
  const repository = await openTestRepository(server.url);
  await fetchTip(repository);
  await commitRawTree(server, name);
  await expect(repository.fetch()).rejects.toMatchObject({ name: 'RemoteError' });
  await server.git('update-ref', 'refs/heads/main', tip);
  expect(await fetchTip(repository)).toBe(tip);
});

test('names that are no UTF-8 are left out and left alone', async () => {
  const server = await ServerRepository.create();
  const blob = (await execa('git', ['hash-object', '-w', '--stdin'], { cwd: server.folder, input: 'x' })).stdout;
  const records = Buffer.concat(['caf\xe9', 'plain'].map((name) => Buffer.from(`100644 blob ${blob}\t${name}\0`, 'latin1')));
  const tree = (await execa('git', ['mktree', '-z'], { cwd: server.folder, input: records })).stdout;
  const text = `tree ${tree}\nauthor a <a@example.org> 1700000000 +0000\ncommitter a <a@example.org> 1700000000 +0000\n\nx\n`;
  const tip = (await execa('git', ['hash-object', '-w', '-t', 'commit', '--stdin'], { cwd: server.folder, input: text })).stdout;
  await server.git('update-ref', 'refs/heads/main', tip);
  const repository = await openTestRepository(server.url);
  await fetchTip(repository);
  expect([...(await repository.listFiles(tip, ['.'])).keys()]).toEqual(['plain']);
  const commit = await commitChanges(repository, tip, [{ path: 'plain', content: 'changed' }]);
  expect(await repository.push(commit, 'main')).toEqual({ kind: 'pushed' });
  const names = await execa('git', ['ls-tree', '-z', '--name-only', commit], { cwd: server.folder, encoding: 'buffer' });
  expect(Buffer.from(names.stdout)).toEqual(Buffer.from('caf\xe9\0plain\0', 'latin1'));
});

const HUGE = 100_000_000;

test('a huge file costs its way over the wire, not memory', async () => {
  const server = await ServerRepository.create();
  const tip = await server.commit({ 'a/stackset.yaml': 'x'.repeat(HUGE), b: 'small' });
  const repository = await openTestRepository(server.url);
  await fetchTip(repository);
  const files = await repository.listFiles(tip, ['.']);
  const before = process.memoryUsage().rss;
  const blobs = await repository.readBlobs(
    [...files.values()].map(({ oid }) => oid),
    1_000_000,
  );
  expect([...blobs.values()].map(({ kind }) => kind).sort()).toEqual(['content', 'tooLarge']);
  expect(process.memoryUsage().rss - before).toBeLessThan(HUGE / 2);
});

test('branches with strange names are followed, and none is an option', async () => {
  const server = await ServerRepository.create();
  for (const branch of ['x/tmp_y', 'staged', 'ü', "a'b", '$(touch-x)', 'tmp_z', 'a@b', 'HEAD']) {
    const tip = await server.commit({ a: branch }, { branch });
    const cacheFolder = await temporaryFolder();
    const repository = await openTestRepository(server.url, { branch, cacheFolder });
    expect(await fetchTip(repository), branch).toBe(tip);
    await repository.close();
    const again = await openTestRepository(server.url, { branch, cacheFolder });
    const commit = await commitChanges(again, await fetchTip(again), [{ path: 'a', content: `${branch} changed` }]);
    expect(await again.push(commit, branch), branch).toEqual({ kind: 'pushed' });
    expect(await server.tip(branch)).toBe(commit);
  }
});
