import type { Git } from './git.ts';
import { GitError, isDamage } from './git-error.ts';
import type { GitProcess } from './git-process.ts';
import { type GitObject, ObjectParser } from './parse-objects.ts';

interface Waiting {
  readonly name: string;
  readonly limit: number;
  readonly resolve: (object: GitObject | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** Reads objects through one long-lived `git cat-file --batch`, started when first asked and again after it died. */
export class ObjectReader {
  private readonly git: Git;
  private process: GitProcess | undefined;
  private waiting: Waiting[] = [];

  constructor(git: Git) {
    this.git = git;
  }

  /**
   * An object by id, or by any name that Git understands (`<commit>:folder`); undefined if the clone does not have it.
   * Content above `limit` bytes is left out.
   */
  read(name: string, limit = Number.POSITIVE_INFINITY): Promise<GitObject | undefined> {
    // The protocol is one name a line; a name that breaks the line would shift all later answers.
    if (/[\n\0]/.test(name)) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const process = this.running();
      this.waiting.push({ name, limit, resolve, reject });
      process.stdin.write(`${name}\n`);
    });
  }

  close(): void {
    this.process?.stdin.end();
    this.process = undefined;
  }

  private running(): GitProcess {
    if (this.process !== undefined) return this.process;
    const started = this.git.start(['cat-file', '--batch']);
    const waiting: Waiting[] = [];
    const parser = new ObjectParser(
      () => waiting[0]?.limit ?? 0,
      (object) => waiting.shift()?.resolve(object),
    );
    started.stdout.on('data', (chunk: Buffer) => parser.push(chunk));
    // A write to a process that has just died; its end is reported below.
    started.stdin.on('error', () => undefined);
    void started.output.then(({ stderr }) => {
      if (this.process === started) this.process = undefined;
      for (const { name, reject } of waiting)
        reject(new GitError(`git cat-file ended before it gave ${name}: ${stderr.trim()}`, { damaged: isDamage(stderr) }));
    });
    this.process = started;
    this.waiting = waiting;
    return started;
  }
}
