import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';

/** What a person commits: content by path, the target of a symbolic link, or undefined for a removal. */
export type PersonsChanges = Readonly<Record<string, string | { readonly link: string } | undefined>>;

interface PersonsCommit {
  readonly branch?: string;
  readonly message?: string;
  /** Where it is missing: the branch's tip. Of several, the first is the side that is kept where nothing is changed. */
  readonly parents?: readonly string[];
  /** Seconds since 1970. */
  readonly time?: number;
}

/** A commit of a history that is made at once; parents are places in the list. */
export interface PastCommit {
  readonly changes: PersonsChanges;
  readonly parents: readonly number[];
  readonly time: number;
}

const PERSON = 'A Person <person@example.org>';

/** A new, empty folder that is removed when the running test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'stackset-git-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

/** A path between double quotes, as C writes it. */
const quotePath = (path: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is quoted
  `"${path.replace(/[\u0000-\u001f"\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)}"`;

/** Commands for `git fast-import`, which makes a commit of anything without a work tree. */
function importStream(
  changes: PersonsChanges,
  { branch = 'main', message = 'Change', parents = [], time, mark }: PersonsCommit & { mark?: number },
): string {
  const [from, ...merged] = parents;
  const seconds = time ?? Math.floor(Date.now() / 1000);
  const files = Object.entries(changes).map(([path, content]) => {
    if (content === undefined) return `D ${quotePath(path)}\n`;
    if (typeof content === 'string') return `M 100644 inline ${quotePath(path)}\n${data(content)}`;
    return `M 120000 inline ${quotePath(path)}\n${data(content.link)}`;
  });
  return [
    `commit refs/heads/${branch}\n`,
    mark === undefined ? '' : `mark :${mark}\n`,
    `committer ${PERSON} ${seconds} +0000\n${data(message)}`,
    from === undefined ? '' : `from ${from}\n`,
    ...merged.map((parent) => `merge ${parent}\n`),
    ...files,
  ].join('');
}

/** The repository of a server on this machine's disk, and what people do to it. */
export class ServerRepository {
  readonly folder: string;
  readonly url: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.url = `file://${folder}`;
  }

  static async create(settings: Readonly<Record<string, string>> = { 'uploadpack.allowFilter': 'true' }): Promise<ServerRepository> {
    const server = new ServerRepository(join(await temporaryFolder(), 'server.git'));
    await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', server.folder]);
    for (const [key, value] of Object.entries(settings)) await server.git('config', key, value);
    return server;
  }

  async git(...args: readonly string[]): Promise<string> {
    return (await execa('git', args, { cwd: this.folder, env: { GIT_CONFIG_GLOBAL: '/dev/null' } })).stdout;
  }

  /** The tip of a branch; undefined where there is none. */
  async tip(branch = 'main'): Promise<string | undefined> {
    const { stdout, exitCode } = await execa('git', ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], {
      cwd: this.folder,
      reject: false,
    });
    return exitCode === 0 ? stdout : undefined;
  }

  async commit(changes: PersonsChanges, options: PersonsCommit = {}): Promise<string> {
    const { branch = 'main' } = options;
    const tip = await this.tip(branch);
    const parents = options.parents ?? (tip === undefined ? [] : [tip]);
    // Fails where the branch has moved in between, so that a person loses nobody's commit either.
    await execa('git', ['fast-import', '--quiet'], { cwd: this.folder, input: importStream(changes, { ...options, parents }) });
    return (await this.tip(branch)) ?? '';
  }

  /** Makes a history of `main`, whose last commit is the tip, and gives that. */
  async history(commits: readonly PastCommit[]): Promise<string> {
    const input = commits.map(({ changes, parents, time }, index) =>
      importStream(changes, { time, mark: index + 1, parents: parents.map((parent) => `:${parent + 1}`) }),
    );
    await execa('git', ['fast-import', '--quiet'], { cwd: this.folder, input: input.join('') });
    return (await this.tip()) ?? '';
  }

  show(commit: string, path: string): Promise<string> {
    return this.git('show', `${commit}:${path}`);
  }
}
