import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { STACKSET } from '../harness/built.ts';

/** The hours that a person has for a push that others keep overtaking. */
const PUSH_ATTEMPTS = 50;

/** A person with a checkout, who knows git and `stackset`, and nothing of the controller. */
export class Person {
  readonly folder: string;
  /** Every commit that was on the branch after a push. */
  readonly pushed: string[] = [];
  readonly #branch: string;

  private constructor(folder: string, branch: string) {
    this.folder = folder;
    this.#branch = branch;
  }

  /** @param folder a new one */
  static async clone(repository: string, folder: string, branch = 'main'): Promise<Person> {
    await execa('git', ['clone', '--quiet', repository, folder]);
    const person = new Person(folder, branch);
    await person.git('config', 'user.name', 'Petra');
    await person.git('config', 'user.email', 'petra@example.org');
    await person.git('config', 'commit.gpgsign', 'false');
    return person;
  }

  async git(...args: readonly string[]): Promise<string> {
    return (await execa('git', args, { cwd: this.folder, env: { GIT_EDITOR: 'true' } })).stdout;
  }

  /** Runs `stackset` in the checkout; throws where it does not exit with 0. */
  async stackset(...args: readonly string[]): Promise<string> {
    return (await execa(process.execPath, [STACKSET, ...args], { cwd: this.folder })).stdout;
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, path)), { recursive: true });
    await writeFile(join(this.folder, path), text);
  }

  /** Commits all that is changed. @returns the commit */
  async commit(message: string): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  async pull(): Promise<void> {
    await this.git('pull', '--quiet', '--rebase', 'origin', this.#branch);
  }

  /** Pushes, and on a lost race rebases and tries again, as people do. @returns the commit that is on the branch */
  async push(): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const { exitCode, stderr } = await execa('git', ['push', '--quiet', 'origin', `HEAD:${this.#branch}`], {
        cwd: this.folder,
        reject: false,
      });
      if (exitCode === 0) return this.#arrived();
      if (attempt === PUSH_ATTEMPTS) throw new Error(`cannot push: ${stderr}`);
      await sleep(Math.random() * 100);
      await this.pull();
    }
  }

  async #arrived(): Promise<string> {
    const commit = await this.git('rev-parse', 'HEAD');
    this.pushed.push(commit);
    return commit;
  }

  /** One of the commands that commit to a state: on the newest tip, and anew where the controller was faster. */
  async intervene(...args: readonly string[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.git('fetch', '--quiet', 'origin');
      await this.git('reset', '--quiet', '--hard', `origin/${this.#branch}`);
      try {
        await this.stackset(...args, '--push');
        await this.#arrived();
        return;
      } catch (error) {
        if (attempt === PUSH_ATTEMPTS) throw error;
        await sleep(Math.random() * 100);
      }
    }
  }

  /** An edit of one file on the newest tip, committed and pushed. */
  async publish(path: string, text: string, message: string): Promise<string> {
    await this.pull();
    await this.write(path, text);
    await this.commit(message);
    return this.push();
  }

  /** `git revert` of a commit on the newest tip, pushed. */
  async revert(commit: string): Promise<string> {
    await this.pull();
    await this.git('revert', '--no-edit', commit);
    return this.push();
  }
}
