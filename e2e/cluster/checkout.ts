import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../harness/run.ts';

/** A folder's files at the tip of a branch, as a GitOps tool has them: fetched by the real git, without a person's configuration. */
export class Checkout {
  readonly #clone: string;
  readonly #tree: string;
  readonly #url: string;
  readonly #branch: string;
  readonly #env: Readonly<Record<string, string>>;

  /**
   * @param home an empty folder for the clone and the files
   * @param env for credentials, such as GIT_SSH_COMMAND
   */
  constructor(home: string, url: string, branch: string, env: Readonly<Record<string, string>> = {}) {
    this.#clone = join(home, 'clone.git');
    this.#tree = join(home, 'tree');
    this.#url = url;
    this.#branch = branch;
    this.#env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0', ...env };
  }

  /** Fetches, and gives the commit at the branch's tip. */
  async fetch(): Promise<string> {
    await this.#git(['init', '--quiet', '--bare', this.#clone]);
    await this.#git(['-C', this.#clone, 'fetch', '--quiet', '--no-tags', '--', this.#url, `refs/heads/${this.#branch}`]);
    return (await this.#git(['-C', this.#clone, 'rev-parse', 'FETCH_HEAD'])).trim();
  }

  /** Whether a commit, which must have been fetched, has another one in its history, or is it. */
  async contains(commit: string, ancestor: string): Promise<boolean> {
    const args = ['-C', this.#clone, 'merge-base', '--is-ancestor', ancestor, commit];
    return (await run('git', args, { env: this.#env })).exitCode === 0;
  }

  /** Writes a folder as a commit has it, and gives its path on disk. Throws where the commit has no such folder. */
  async extract(commit: string, folder: string): Promise<string> {
    await rm(this.#tree, { recursive: true, force: true });
    await mkdir(this.#tree);
    const archive = `${this.#tree}.tar`;
    await this.#git(['-C', this.#clone, 'archive', '--format=tar', '-o', archive, commit, '--', folder]);
    await succeed('tar', ['-xf', archive, '-C', this.#tree]);
    return join(this.#tree, folder);
  }

  #git(args: readonly string[]): Promise<string> {
    return succeed('git', args, this.#env);
  }
}

async function succeed(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await run(command, args, { env });
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  return stdout;
}
