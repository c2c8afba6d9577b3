import { type FSWatcher, watch } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { fillRepository, type RepositorySize } from '../../e2e/git/large-repository.ts';
import type { Files } from './packages.ts';

/** A commit that came to the branch. */
export interface Arrival {
  readonly commit: string;
  /** Milliseconds of the wall clock: when the kernel put the branch's file in place, so that looking at it later changes nothing. */
  readonly at: number;
}

const BRANCH = 'main';
/** Later than all that fillRepository writes. */
const FIRST_SECOND = 1_700_700_000;

/** The bare repository that the controller pushes to. */
export class ServerRepository {
  readonly folder: string;
  readonly #file: string;
  #commits = 0;

  private constructor(folder: string) {
    this.folder = folder;
    this.#file = join(folder, 'refs/heads', BRANCH);
  }

  /** @param packages files besides those that only make it large */
  static async create(folder: string, size: RepositorySize, packages: Files): Promise<ServerRepository> {
    await execa('git', ['init', '--quiet', '--bare', `--initial-branch=${BRANCH}`, folder]);
    const repository = new ServerRepository(folder);
    await repository.git('config', 'uploadpack.allowFilter', 'true');
    // The branch stays a file of its own, which can be watched.
    await repository.git('config', 'gc.auto', '0');
    await fillRepository(folder, size, packages);
    return repository;
  }

  async git(...args: readonly string[]): Promise<string> {
    return (await execa('git', args, { cwd: this.folder, stripFinalNewline: false })).stdout;
  }

  async tip(): Promise<string> {
    return (await readFile(this.#file, 'utf8')).trim();
  }

  /** A person's commit. */
  async commit(files: Files): Promise<void> {
    const changes = [...files].map(([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
    const who = `A Person <person@example.org> ${FIRST_SECOND + this.#commits++} +0000`;
    const input = `commit refs/heads/${BRANCH}\ncommitter ${who}\ndata 6\nChange\nfrom refs/heads/${BRANCH}^0\n${changes.join('')}`;
    await execa('git', ['fast-import', '--quiet'], { cwd: this.folder, input });
  }

  /** Waits for a commit after another. */
  async untilAfter(commit: string, timeoutMs: number): Promise<Arrival> {
    let watcher: FSWatcher | undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const look = (): void => void this.#arrival(commit).then((arrival) => arrival && resolve(arrival), reject);
        watcher = watch(join(this.folder, 'refs/heads'), look).on('error', reject);
        timer = setTimeout(() => reject(new Error(`no commit after ${commit} in ${timeoutMs / 1000} s`)), timeoutMs);
        look();
      });
    } finally {
      watcher?.close();
      clearTimeout(timer);
    }
  }

  async #arrival(after: string): Promise<Arrival | undefined> {
    const tip = await this.tip();
    return tip === after ? undefined : { commit: tip, at: (await stat(this.#file)).ctimeMs };
  }

  /** Files that differ from one commit to another, as they are in the other. */
  async changes(from: string, to: string): Promise<Files> {
    const paths = (await this.git('diff', '--name-only', '--diff-filter=d', from, to)).split('\n').filter((path) => path !== '');
    return new Map(await Promise.all(paths.map(async (path) => [path, await this.git('show', `${to}:${path}`)] as const)));
  }
}
