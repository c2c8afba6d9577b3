import type { Git } from './git.ts';
import { GitError } from './git-error.ts';
import type { GitProcess } from './git-process.ts';
import { FOLDER_MODE, SUBMODULE_MODE, type TreeEntry } from './tree-entries.ts';

interface Waiting {
  readonly resolve: (oid: string) => void;
  readonly reject: (error: Error) => void;
}

function objectType(mode: string): string {
  if (mode === FOLDER_MODE) return 'tree';
  return mode === SUBMODULE_MODE ? 'commit' : 'blob';
}

/** Stores folders through one `git mktree --batch`, which answers each at once, so that a parent can follow its children. */
export class TreeWriter {
  private readonly process: GitProcess;
  private readonly waiting: Waiting[] = [];
  private begun = '';
  private ended: GitError | undefined;

  constructor(git: Git) {
    // Without --missing it would ask for every content in the folder, most of which stay on the server.
    this.process = git.start(['mktree', '-z', '--batch', '--missing']);
    this.process.stdout.on('data', (chunk: Buffer) => this.answer(chunk.toString()));
    this.process.stdin.on('error', () => undefined);
    void this.process.output.then(({ stderr }) => {
      this.ended = new GitError(`git mktree: ${stderr.trim()}`);
      for (const { reject } of this.waiting) reject(this.ended);
    });
  }

  /** The id of a folder with these entries; Git sorts them and refuses names that no folder can have. */
  write(entries: ReadonlyMap<string, TreeEntry>): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.ended !== undefined) return reject(this.ended);
      this.waiting.push({ resolve, reject });
      const records = [...entries].map(([name, { mode, oid }]) => `${mode.padStart(6, '0')} ${objectType(mode)} ${oid}\t${name}\0`);
      this.process.stdin.write(`${records.join('')}\0`, 'latin1');
    });
  }

  async close(): Promise<void> {
    this.process.stdin.end();
    await this.process.output;
  }

  private answer(text: string): void {
    const lines = (this.begun + text).split('\n');
    this.begun = lines.pop() ?? '';
    for (const line of lines) this.waiting.shift()?.resolve(line);
  }
}
