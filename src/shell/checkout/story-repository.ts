import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { execa } from 'execa';
import type { StackSetState } from '../../core/model/state.ts';
import type { CommandContext } from '../cli/command-context.ts';
import { runCli } from '../cli/run-cli.ts';
import { emitDocument } from '../yaml/emit.ts';
import { parseYaml } from '../yaml/read.ts';

/** What happens in a repository before a story begins, in order. */
interface Deed {
  /** Of the commit, and of all that follow until the next time. */
  readonly time?: string;
  /** A person, or a sync controller; the one before where neither is given. */
  readonly person?: string;
  readonly controller?: string;
  /** Texts by path, or nothing to remove the file; one below `.githooks` is a hook. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** A state's spec by the path of its file, `<name>.state.yaml`. */
  readonly states?: Readonly<Record<string, StackSetState['spec']>>;
  /** Whether `stackset render` is run before the commit. */
  readonly render?: boolean;
  /** The commit's message; without one nothing is committed. */
  readonly commit?: string;
  /** A run of git, by its words. */
  readonly git?: readonly string[];
}

/** A repository in a temporary folder, for stories to play in. */
export interface StoryRepository {
  readonly folder: string;
  /** A person's, with PATH and a home of their own. */
  readonly environment: CommandContext['environment'];
  readonly git: (...args: readonly string[]) => Promise<string>;
  readonly remove: () => Promise<void>;
}

const SETTINGS =
  '[init]\n\tdefaultBranch = main\n[commit]\n\tgpgSign = false\n[core]\n\thooksPath = .githooks\n[advice]\n\tdetachedHead = false\n';

const person = (name: string, time: string): Readonly<Record<string, string>> => identity(name, `${name.toLowerCase()}@example.org`, time);

const identity = (name: string, email: string, time: string): Readonly<Record<string, string>> => ({
  GIT_AUTHOR_NAME: name,
  GIT_AUTHOR_EMAIL: email,
  GIT_AUTHOR_DATE: time,
  GIT_COMMITTER_NAME: name,
  GIT_COMMITTER_EMAIL: email,
  GIT_COMMITTER_DATE: time,
});

/**
 * Makes a repository and does in it what a YAML text tells; FOLDER in it is the folder beside the repository's. Afterwards it is the person Ada's, a day later.
 */
export async function storyRepository(deeds: string): Promise<StoryRepository> {
  const root = await mkdtemp(join(await realpath(tmpdir()), 'git-story-'));
  const [home, folder] = [join(root, 'home'), join(root, 'work')];
  await Promise.all([mkdir(home), mkdir(folder)]);
  await writeFile(join(home, '.gitconfig'), SETTINGS);
  const base = {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const run = async (environment: CommandContext['environment'], args: readonly string[]): Promise<string> =>
    (await execa('git', args, { cwd: folder, env: environment, extendEnv: false })).stdout;
  await run(base, ['init', '--quiet']);
  let time = '2026-03-01T12:00:00Z';
  let who: Pick<Deed, 'person' | 'controller'> = { person: 'Ada' };
  for (const deed of (parseYaml(deeds.replaceAll('FOLDER', root)).documents[0]?.value ?? []) as readonly Deed[]) {
    time = deed.time ?? time;
    if (deed.person !== undefined || deed.controller !== undefined) who = deed;
    const maker = who.controller === undefined ? person(who.person ?? '', time) : identity('stackset-sync', 'sync@example.org', time);
    await perform(deed, folder, who.controller, (args) => run({ ...base, ...maker }, args));
  }
  const environment = { ...base, ...person('Ada', '2026-03-02T12:00:00Z') };
  return {
    folder,
    environment,
    git: (...args) => run(environment, args),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

async function perform(
  deed: Deed,
  folder: string,
  controller: string | undefined,
  git: (args: readonly string[]) => Promise<string>,
): Promise<void> {
  for (const [path, text] of Object.entries(deed.files ?? {})) {
    if (text === null) await rm(join(folder, path));
    else await write(join(folder, path), text);
  }
  for (const [path, spec] of Object.entries(deed.states ?? {})) await write(join(folder, path), emitDocument(stateOf(path, spec)));
  if (deed.render) await render(folder);
  if (deed.git) await git(deed.git);
  if (deed.commit === undefined) return;
  const trailer =
    controller === undefined ? '' : `\n\nReason: ${deed.states ? 'TrafficSwitched' : 'Rendered'}\nSync-Controller: ${controller}`;
  await git(['add', '--all']);
  await git(['commit', '--quiet', '--allow-empty', '--message', `${deed.commit}${trailer}`]);
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  if (path.includes('/.githooks/')) await chmod(path, 0o755);
}

const stateOf = (path: string, spec: StackSetState['spec']): StackSetState => ({
  apiVersion: 'stackset-gitops.dev/v1alpha1',
  kind: 'StackSetState',
  metadata: {
    name: path.slice(path.lastIndexOf('/') + 1).replace('.state.yaml', ''),
    annotations: { 'config.kubernetes.io/local-config': 'true' },
  },
  spec,
});

async function render(folder: string): Promise<void> {
  let words = '';
  const output = { write: (text: string) => (words += text) };
  const context = { stdin: Readable.from([]), stdout: output, stderr: output, environment: {}, workingDirectory: folder };
  if ((await runCli(['render', '--quiet'], context)) !== 0) throw new Error(`the story's package does not render: ${words}`);
}

/** Ids of commits as stories show them: numbers in the order of their time, so that other bytes in a file make no other story. */
export async function withoutIds(text: string, { git }: StoryRepository): Promise<string> {
  const ids = (await git('log', '--all', '--reflog', '--date-order', '--reverse', '--format=%H')).split('\n');
  return withoutNow(text, ids);
}

/** What a sync controller commits in a story has the time at which the story is played. */
const withoutNow = (text: string, ids: readonly string[]): string =>
  withNumbers(text, ids).replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, (time) =>
    Math.abs(Date.now() - Date.parse(time)) < 3_600_000 ? '<while-it-is-played>' : time,
  );

function withNumbers(text: string, ids: readonly string[]): string {
  return ids.reduce((result, id, index) => {
    const number = String(index + 1).padStart(3, '0');
    return result
      .replaceAll(id, `<the-full-id-of-commit-${number}>`)
      .replaceAll(id.slice(0, 12), `<commit-${number}>`)
      .replaceAll(id.slice(0, 7), `<c${number}>`);
  }, text);
}
