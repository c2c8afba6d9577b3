import { mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { useCluster } from './cluster/use-cluster.ts';
import { readTree } from './fixtures/tree.ts';
import { GitHttpServer } from './git/http-server.ts';
import { STACKSET } from './harness/built.ts';
import { run } from './harness/run.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { waitUntil } from './harness/wait-until.ts';
import type { Person } from './sync/person.ts';
import { shopStackSet } from './sync/shop.ts';
import { Story } from './sync/story.ts';
import { Witness } from './sync/witness.ts';

const test = useCluster();

/** On a machine that does other things too. */
const PATIENCE = 240_000;

/** A folder that stays empty as long as no command of a repository or a configuration is run. */
async function trap(): Promise<{ readonly command: string; readonly sprung: () => Promise<readonly string[]> }> {
  const folder = await temporaryFolder();
  return { command: `touch ${folder}/sprung`, sprung: () => readdir(folder) };
}

/** A SyncConfig in JSON, with fields of the spec in place of good ones. */
const syncConfig = (spec: object, name = 'e2e'): string =>
  JSON.stringify(
    {
      apiVersion: 'stackset-gitops.dev/v1alpha1',
      kind: 'SyncConfig',
      metadata: { name },
      spec: { repository: { url: 'https://git.example.org/apps.git' }, ...spec },
    },
    undefined,
    1,
  );

/** Commands stand for `COMMAND` in these. */
const repository = (fields: object): object => ({ repository: { url: 'https://git.example.org/apps.git', ...fields } });
const ssh = { privateKeyFile: '/keys/key', knownHostsFile: '/keys/known' };
const overSsh = (credentials: object): object => repository({ url: 'git@git.example.org:apps.git', credentials: { ssh: credentials } });

const SETTINGS: readonly (readonly [field: string, spec: object])[] = [
  ['spec.repository.url', repository({ url: '--upload-pack=COMMAND' })],
  ['spec.repository.url', repository({ url: "ext::sh -c 'COMMAND'" })],
  ['spec.repository.url', repository({ url: 'ssh://-oProxyCommand=COMMAND/apps.git' })],
  ['spec.repository.url', repository({ url: '-oProxyCommand=COMMAND:apps.git' })],
  ['spec.repository.url', repository({ url: 'https://git.example.org/a\n[core]\n\tsshCommand = COMMAND' })],
  ['spec.repository.branch', repository({ branch: '--output=/tmp/x' })],
  ['spec.repository.branch', repository({ branch: 'main:refs/heads/x' })],
  ['spec.repository.branch', repository({ branch: '../../x' })],
  ['spec.repository.branch', repository({ branch: 'main\n--force' })],
  ['spec.output.branch', { output: { branch: '--force' } }],
  ['spec.repository.paths[0]', repository({ paths: ['-rf'] })],
  ['spec.repository.paths[0]', repository({ paths: ['../..'] })],
  ['spec.repository.paths[0]', repository({ paths: ['/etc'] })],
  ['spec.repository.paths[0]', repository({ paths: [':(top)apps'] })],
  ['spec.repository.paths[1]', repository({ paths: ['apps', 'a\nb'] })],
  ['spec.repository.files[0]', repository({ files: ['../../*.yaml'] })],
  ['spec.repository.files[0]', repository({ files: ['*a*a*a*a*a*a*a*a*b.yaml'] })],
  ['spec.repository.credentials.ssh.privateKeyFile', overSsh({ ...ssh, privateKeyFile: '-oProxyCommand=COMMAND' })],
  ['spec.repository.credentials.ssh.knownHostsFile', overSsh({ ...ssh, knownHostsFile: 'x\nProxyCommand COMMAND' })],
  ['spec.repository.credentials.token.environment', repository({ credentials: { token: { environment: 'A=B' } } })],
  ['spec.repository.credentials.token.username', repository({ credentials: { token: { file: 'x', username: 'x\nhost=evil' } } })],
  ['spec.committer.name', { committer: { name: 'x\nSync-Controller: other' } }],
  ['spec.committer.email', { committer: { email: 'x> 0 +0000\ncommitter y <y' } }],
  ['spec.signing.program', { signing: { format: 'ssh', key: 'key', program: '--COMMAND' } }],
  ['spec.signing.key', { signing: { format: 'openpgp', key: '--output=/tmp/x' } }],
  ['spec.targets[0].path', { targets: [{ path: '../x', namespace: 'x' }] }],
  ['spec.targets[0].namespace', { targets: [{ path: 'x', namespace: '../x' }] }],
  ['spec.cluster.kubeconfig', { cluster: { kubeconfig: '--as=root' } }],
  ['spec.cluster.namespaces[0]', { cluster: { namespaces: ['--all'] } }],
];

describe('a configuration', () => {
  it.for(SETTINGS)('with a %s that could be taken for something else is refused, with place and remedy', async ([field, spec]) => {
    const { command, sprung } = await trap();
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'sync.yaml'), syncConfig(spec).replaceAll('COMMAND', command));
    const cache = join(folder, 'cache');
    const { exitCode, stderr } = await run(STACKSET, ['sync', '--config', 'sync.yaml', '--cache', cache], { cwd: folder });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      new RegExp(
        `^sync\\.yaml:\\d+:\\d+: error: SyncConfig e2e: ${field.replaceAll(/[.[\]]/g, '\\$&')}: .+\\n(.*\\n){0,3}    [A-Z].+\\.\\n`,
        'm',
      ),
    );
    expect(await sprung()).toEqual([]);
    expect(await readdir(folder)).toEqual(['sync.yaml']);
  });

  it('is judged in the same way where flags say it', async () => {
    const { command, sprung } = await trap();
    const folder = await temporaryFolder();
    const flags = [`--repository=ext::sh -c '${command}'`, '--branch=--force', '--path=../x', '--name=a\nb', '--kubeconfig=-x'];
    const { exitCode, stderr } = await run(STACKSET, ['sync', ...flags, '--cache', join(folder, 'cache')], { cwd: folder });
    expect(exitCode).toBe(1);
    for (const field of ['metadata.name', 'repository.url', 'repository.branch', 'repository.paths', 'cluster.kubeconfig'])
      expect(stderr).toContain(field);
    expect([await sprung(), await readdir(folder)]).toEqual([[], []]);
  });
});

/** What lies outside of everything that the controller is to look at. */
const CANARY = shopStackSet({ namespace: 'canary', version: 'tweet' }).replaceAll('shop', 'canary');

interface Place {
  readonly story: Story;
  readonly person: Person;
  /** A folder beside the repository. */
  readonly outside: string;
  readonly command: string;
}

interface Hostility {
  /** Puts it in the person's checkout, and commits. */
  readonly place: (place: Place) => Promise<unknown>;
  /** What the log tells of it, each time with a remedy. */
  readonly says?: readonly RegExp[];
  /** Files that must be there in the end, as all is well with them. */
  readonly renders?: readonly string[];
}

const stackSet = ({ namespace }: Story, name: string, change: (text: string) => string = (text) => text): string =>
  change(shopStackSet({ namespace, version: 'v1', traffic: { v1: 100 } }).replaceAll('shop', name));

const NAMES = [
  '-rf',
  '--',
  '--upload-pack=touch x',
  '--output=x',
  '$(touch x)',
  '`touch x`',
  "it's",
  '"quoted"',
  'new\nline',
  ' ',
  'a\\b',
  ':(top)x',
  '*',
];

/** Each stands for the one before it nine times: 9 to the power of 12 values. */
const BOMB = Array.from(
  { length: 12 },
  (_, level) =>
    `a${level + 1}: &a${level + 1} [${Array(9)
      .fill(level === 0 ? 'x' : `*a${level}`)
      .join(', ')}]\n`,
).join('');

const MEGABYTE = 1024 * 1024;

async function writeAll(person: Person, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) await person.write(path, text);
}

async function link(person: Person, path: string, target: string): Promise<void> {
  await mkdir(dirname(join(person.folder, path)), { recursive: true });
  await symlink(target, join(person.folder, path));
}

const HOSTILITIES: readonly (readonly [string, Hostility])[] = [
  [
    'folders with names that look like options, commands and several lines',
    {
      place: ({ story, person }) =>
        writeAll(person, Object.fromEntries(NAMES.map((name, index) => [`apps/${name}/stackset.yaml`, stackSet(story, `odd-${index}`)]))),
      renders: NAMES.map((name, index) => `apps/${name}/stacks/odd-${index}-v1.yaml`),
    },
  ],
  [
    'StackSets, namespaces and versions with such names',
    {
      place: ({ story, person }) =>
        writeAll(person, {
          'apps/a/stackset.yaml': stackSet(story, 'a', (text) => text.replace('name: a', 'name: "--upload-pack=touch x"')),
          'apps/b/stackset.yaml': stackSet(story, 'b', (text) => text.replace('name: b', 'name: "../../../b"')),
          'apps/c/stackset.yaml': stackSet(story, 'c', (text) => text.replace('name: c', 'name: "c\\n\\nSync-Controller: other"')),
          'apps/d/stackset.yaml': stackSet(story, 'd', (text) => text.replace(story.namespace, '"--all-namespaces"')),
          'apps/e/stackset.yaml': stackSet(story, 'e', (text) => text.replace('version: v1', 'version: "../../../../e"')),
          'apps/f/stackset.yaml': stackSet(story, 'f', (text) => text.replace('version: v1', 'version: "-rf"')),
        }),
      says: ['a', 'b', 'c', 'd', 'e'].map((name) => new RegExp(`apps/${name}/stackset\\.yaml:\\d+:\\d+: .`)),
    },
  ],
  [
    'symbolic links out of the repository, as sources and as generated files',
    {
      place: async ({ story, person, outside }) => {
        await link(person, 'apps/linked/stackset.yaml', join(outside, 'stackset.yaml'));
        await link(person, 'apps/machine', '/');
        await writeAll(person, { 'apps/out/stackset.yaml': stackSet(story, 'out'), 'apps/made/stackset.yaml': stackSet(story, 'made') });
        await link(person, 'apps/out/stacks', outside);
        await link(person, 'apps/made/stacks/made-v1.yaml', join(outside, 'stackset.yaml'));
        await link(person, 'apps/made/stacks/made.state.yaml', join(outside, 'state.yaml'));
        await link(person, 'apps/shop/secret.yaml', join(outside, 'gone.yaml'));
      },
      says: [/apps\/out\/stacks: ./, /apps\/made\/stacks\/made-v1\.yaml: ./],
    },
  ],
  [
    'hooks, configuration, attributes with filters, and submodules',
    {
      place: async ({ story, person, command }) => {
        const script = `#!/bin/sh\n${command}\n`;
        await writeAll(person, {
          '.gitattributes': '* filter=evil diff=evil merge=evil ident\n*.yaml filter=lfs\n',
          '.gitconfig': `[core]\n\thooksPath = hooks\n\tfsmonitor = "${command}"\n[filter "evil"]\n\tclean = ${command}\n\tsmudge = ${command}\n`,
          '.gitmodules': `[submodule "x"]\n\tpath = apps/module\n\turl = ext::sh -c '${command}'\n`,
          config: `[core]\n\tsshCommand = ${command}\n\tworktree = .\n`,
          'hooks/pre-push': script,
          'hooks/reference-transaction': script,
          'apps/shop/hooks/post-checkout': script,
          'apps/beside/stackset.yaml': stackSet(story, 'beside', (text) => `# $Id$\n${text}`),
        });
        await person.git('init', '--quiet', 'apps/module');
        const as = ['-c', 'user.name=x', '-c', 'user.email=x@example.org'];
        await person.git('-C', 'apps/module', ...as, 'commit', '--quiet', '--allow-empty', '--message', 'x');
      },
      renders: ['apps/beside/stacks/beside-v1.yaml'],
    },
  ],
  [
    'an alias bomb',
    {
      place: ({ story, person }) =>
        writeAll(person, {
          'apps/bomb/stackset.yaml': `${BOMB}${stackSet(story, 'bomb')}`,
          'apps/fuse/stackset.yaml': stackSet(story, 'fuse', (text) =>
            text.replace('metadata:\n', `metadata:\n${BOMB.replaceAll(/^(?=.)/gm, '  ')}`),
          ),
        }),
      says: ['bomb', 'fuse'].map((name) => new RegExp(`apps/${name}/stackset\\.yaml:\\d+:\\d+: .*aliases`)),
    },
  ],
  [
    'a StackSet of 50 MB',
    {
      place: ({ story, person }) =>
        writeAll(person, { 'apps/huge/stackset.yaml': `${stackSet(story, 'huge')}${'# padding\n'.repeat(5 * MEGABYTE)}` }),
      says: [/apps\/huge\/stackset\.yaml: .*50 MB/],
    },
  ],
  [
    'YAML that is all structure: a million of brackets, lists without an end, documents without a number',
    {
      place: ({ story, person }) =>
        writeAll(person, {
          'apps/deep/stackset.yaml': `${stackSet(story, 'deep')}deep: ${'['.repeat(MEGABYTE)}\n`,
          'apps/wide/stackset.yaml': `${stackSet(story, 'wide')}wide: [${'[],'.repeat(3 * MEGABYTE)}]\n`,
          'apps/many/stackset.yaml': `${stackSet(story, 'many')}${'---\na: 1\n'.repeat(MEGABYTE)}`,
        }),
      says: ['deep', 'wide', 'many'].map((name) => new RegExp(`apps/${name}/stackset\\.yaml: .+ is not read`)),
    },
  ],
];

/** Far below the limit that `deploy/` sets. */
const MOST_MEGABYTES = 300;

describe('a repository', () => {
  it.for(HOSTILITIES)(
    'with %s is read as what it is, and what else is there goes on',
    { timeout: 600_000 },
    async ([, { place, says = [], renders = [] }]) => {
      const { command, sprung } = await trap();
      const [outside, home] = [await temporaryFolder(), await temporaryFolder()];
      const http = await GitHttpServer.start('/');
      const env = { HOME: home, TMPDIR: home, XDG_CACHE_HOME: home };
      const story = await Story.begin(test, { env, url: (folder) => `${http.url}${folder}` });
      const witness = new Witness(story.controller);
      const canary = join(outside, 'stackset.yaml');
      await writeFile(canary, CANARY);
      const { atimeMs } = await stat(canary);
      await story.person.pull();
      await place({ story, person: story.person, outside, command });
      // In one commit: a person's git may refuse to pull over what is hostile.
      await story.person.write('apps/shop/stackset.yaml', story.text({ version: 'v2', traffic: { v2: 100 } }));
      await story.person.commit('Something hostile, and v2 with all traffic');
      await story.person.push();
      await story.untilWeights({ v2: 100 }, PATIENCE);
      for (const words of says) await waitUntil(`the log says ${words}`, () => isTold(story, words), { timeoutMs: PATIENCE });
      for (const path of renders) await waitUntil(`there is ${path}`, () => isInGit(story, path), { timeoutMs: PATIENCE });
      expect(story.controller.running).toBe(true);
      expect(await sprung()).toEqual([]);
      expect([...witness.programs].filter((program) => !/^git(-|$)/.test(program))).toEqual([]);
      expect(await readTree(home)).toEqual({});
      // Before this test reads it itself.
      expect((await stat(canary)).atimeMs).toBe(atimeMs);
      expect(await readTree(outside)).toEqual({ 'stackset.yaml': CANARY });
      expect(await story.controller.output()).not.toContain('tweet');
      expect((await execa('git', ['grep', '--files-with-matches', 'tweet', 'main'], { cwd: story.repository, reject: false })).stdout).toBe(
        '',
      );
      const peak = await witness.peakMegabytes();
      console.log(`at most ${Math.round(peak)} MB of memory; started ${[...witness.programs].join(', ')}`);
      expect(peak).toBeLessThan(MOST_MEGABYTES);
      await story.expectSound('apps/shop');
    },
  );
});

/** A commit with a tree as an attacker can send it, which no Git would write. */
async function commitRawTree({ repository: folder }: Story, name: string): Promise<void> {
  const write = async (kind: string, input: string | Buffer): Promise<string> =>
    (await execa('git', ['hash-object', '-w', '-t', kind, '--literally', '--stdin'], { cwd: folder, input })).stdout;
  const entry = Buffer.concat([Buffer.from(`100644 ${name}\0`), Buffer.from(await write('blob', CANARY), 'hex')]);
  const by = 'a <a@example.org> 1700000000 +0000';
  const commit = await write('commit', `tree ${await write('tree', entry)}\nauthor ${by}\ncommitter ${by}\n\nx\n`);
  await execa('git', ['update-ref', 'refs/heads/main', commit], { cwd: folder });
}

it('a commit with a file called .. is not let in, which the log tells, and all goes on once it is gone', { timeout: 600_000 }, async () => {
  const http = await GitHttpServer.start('/');
  const story = await Story.begin(test, { url: (folder) => `${http.url}${folder}` });
  await story.untilApplied();
  const { stdout: tip } = await execa('git', ['rev-parse', 'main'], { cwd: story.repository });
  await commitRawTree(story, '..');
  const isRefused = async (): Promise<boolean> => /"a pass failed"/.test(await story.controller.output());
  await waitUntil('the log tells it', isRefused, { timeoutMs: PATIENCE });
  expect(await story.controller.output()).toMatch(/hasDotdot|fsck/);
  await execa('git', ['update-ref', 'refs/heads/main', tip], { cwd: story.repository });
  await story.wish({ version: 'v2', traffic: { v2: 100 } }, 'shop: v2, with all traffic');
  await story.untilWeights({ v2: 100 }, PATIENCE);
  await story.expectSound();
});

async function isTold({ controller }: Story, words: RegExp): Promise<boolean> {
  const lines = (await controller.output()).trimEnd().split('\n');
  const told = lines.map((line) => JSON.parse(line) as { readonly message: string; readonly remedy?: string });
  return told.some(({ message, remedy = '' }) => words.test(message) && remedy !== '');
}

const isInGit = async ({ repository: folder }: Story, path: string): Promise<boolean> =>
  (await execa('git', ['cat-file', '-e', `main:${path}`], { cwd: folder, reject: false })).exitCode === 0;
