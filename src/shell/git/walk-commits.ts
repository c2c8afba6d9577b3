import type { Git } from './git.ts';
import { parsePath, parseRawMeta } from './raw-change.ts';
import type { ChangedFile } from './repository.ts';

export interface WalkedCommit {
  /** What the placeholders gave, in their order. */
  readonly fields: readonly string[];
  /** Of a merge, what the arguments' way to show merges gives. */
  readonly files: readonly ChangedFile[];
}

const LOG = ['log', '-z', '--raw', '--no-renames', '--no-abbrev', '--no-mailmap', '--no-show-signature', '--no-color'] as const;

/** Gathers the records of a log: a commit's fields, then for each file what changed and its path. */
class CommitParser {
  private readonly width: number;
  private fields: string[] = [];
  private files: ChangedFile[] = [];
  private meta: Pick<ChangedFile, 'file'> | undefined;

  constructor(width: number) {
    this.width = width;
  }

  /** The commit that is complete, as this record begins another one. */
  push(record: Buffer): WalkedCommit | undefined {
    if (this.fields.length > 0 && this.fields.length < this.width) {
      this.fields.push(record.toString());
      return undefined;
    }
    if (this.meta !== undefined) {
      const path = parsePath(record);
      if (path !== undefined) this.files.push({ path, ...this.meta });
      this.meta = undefined;
      return undefined;
    }
    if (record.length === 0) return undefined;
    this.meta = parseRawMeta(record.toString('latin1'));
    return this.meta === undefined ? this.begin(record.toString()) : undefined;
  }

  /** Gives the last commit, and begins the next with its first field. */
  begin(field?: string): WalkedCommit | undefined {
    const done = this.fields.length > 0 ? { fields: this.fields, files: this.files } : undefined;
    this.fields = field === undefined ? [] : [field];
    this.files = [];
    return done;
  }
}

/**
 * Commits as `git log` walks them, as they come. `placeholders` are those of its formats; the first has to be `%H`. No message can
 * contain a NUL, which ends each field, so nothing that a person writes looks like another field.
 */
export async function* walkCommits(
  git: Git,
  placeholders: readonly string[],
  args: readonly string[],
): AsyncGenerator<WalkedCommit, void, undefined> {
  const format = `--format=%x00${placeholders.join('%x00')}%x00`;
  const parser = new CommitParser(placeholders.length);
  for await (const records of git.records([...LOG, format, ...args])) {
    for (const record of records) {
      const commit = parser.push(record);
      if (commit !== undefined) yield commit;
    }
  }
  const last = parser.begin();
  if (last !== undefined) yield last;
}
