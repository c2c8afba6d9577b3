import { changedFiles } from './changed-files.ts';
import { checkCommit } from './check-commit.ts';
import { type Clone, type CloneOptions, type Completeness, emptyClone, openClone } from './clone.ts';
import { fetchBlobs, givesNoSingleObjects } from './fetch-blobs.ts';
import { readDefaultBranch } from './fetch-tips.ts';
import { findFile } from './find-file.ts';
import { GitError } from './git-error.ts';
import { lastTouch } from './last-touch.ts';
import { listFiles } from './list-files.ts';
import { pushCommit } from './push-commit.ts';
import { readLocalBlobs } from './read-blobs.ts';
import { readLog } from './read-log.ts';
import type {
  Blob,
  BlobId,
  ChangedFile,
  CommitId,
  LogEntry,
  LogQuery,
  NewCommit,
  PushOutcome,
  Repository,
  Tips,
  TreeFile,
} from './repository.ts';
import { type CommitSettings, writeCommit } from './write-commit.ts';

export interface ClonedRepositoryOptions {
  readonly clone: CloneOptions;
  /** Gives the folder to whoever comes next. */
  readonly release: () => Promise<void>;
  readonly branch: string | undefined;
  readonly outputBranch: string | undefined;
  readonly commits: CommitSettings;
}

const isDamaged = (error: unknown): boolean => error instanceof GitError && error.damaged;

/** A repository through its clone, which is made anew where it is damaged. */
export class ClonedRepository implements Repository {
  private readonly options: ClonedRepositoryOptions;
  private clone: Clone;
  private branch: string | undefined;
  private damaged = false;
  private renewing: Promise<void> | undefined;

  constructor(options: ClonedRepositoryOptions, clone: Clone) {
    this.options = options;
    this.clone = clone;
    this.branch = options.branch;
  }

  async fetch(): Promise<Tips> {
    if (this.damaged) await this.renew();
    try {
      return await this.fetchTips();
    } catch (error) {
      if (!isDamaged(error)) throw error;
      await this.renew();
      return this.fetchTips();
    }
  }

  listFiles(commit: CommitId, paths: readonly string[]): Promise<ReadonlyMap<string, TreeFile>> {
    return this.noticeDamage(() => listFiles(this.clone.git, checkCommit(commit), paths));
  }

  changedFiles(from: CommitId, to: CommitId, paths: readonly string[]): Promise<readonly ChangedFile[]> {
    return this.noticeDamage(() => changedFiles(this.clone.git, checkCommit(from), checkCommit(to), paths));
  }

  async readBlobs(oids: Iterable<BlobId>, limitBytes = Number.POSITIVE_INFINITY): Promise<ReadonlyMap<BlobId, Blob>> {
    const wanted = new Set(oids);
    try {
      return await this.readOrBring(wanted, limitBytes);
    } catch (error) {
      if (!isDamaged(error)) throw error;
      await this.renew();
      await this.fetchTips();
      return this.readOrBring(wanted, limitBytes);
    }
  }

  async readFileAt(commit: CommitId, path: string): Promise<Buffer | undefined> {
    const oid = await this.noticeDamage(() => findFile(this.clone.git, this.clone.reader, checkCommit(commit), path));
    if (oid === undefined) return undefined;
    const blob = (await this.readBlobs([oid])).get(oid);
    return blob?.kind === 'content' ? blob.content : undefined;
  }

  async log(query: LogQuery): Promise<readonly LogEntry[]> {
    for (const commit of [query.to, query.from]) if (commit !== undefined) checkCommit(commit);
    return this.noticeDamage(() => readLog(this.clone.git, query));
  }

  lastTouch(commit: CommitId, files: readonly string[]): Promise<ReadonlyMap<string, CommitId>> {
    return this.noticeDamage(() => lastTouch(this.clone.git, checkCommit(commit), files));
  }

  commit(commit: NewCommit): Promise<CommitId | undefined> {
    return this.noticeDamage(() => writeCommit(this.clone.git, this.clone.reader, commit, this.options.commits));
  }

  push(commit: CommitId, branch: string): Promise<PushOutcome> {
    return this.noticeDamage(() => pushCommit(this.clone.remote, this.clone.reader, checkCommit(commit), branch));
  }

  async close(): Promise<void> {
    await this.clone.close();
    await this.options.release();
  }

  private async fetchTips(): Promise<Tips> {
    const { outputBranch } = this.options;
    this.branch ??= await readDefaultBranch(this.clone.remote);
    const names = outputBranch === undefined ? [this.branch] : [this.branch, outputBranch];
    const [branch = { name: this.branch, tip: undefined }, output] = await this.clone.tips.fetch(names);
    return output === undefined ? { branch } : { branch, output };
  }

  private async readOrBring(oids: ReadonlySet<BlobId>, limitBytes: number): Promise<ReadonlyMap<BlobId, Blob>> {
    const first = await readLocalBlobs(this.clone.reader, oids, limitBytes);
    if (first.missing.length === 0) return first.blobs;
    await this.bring(first.missing);
    const second = await readLocalBlobs(this.clone.reader, first.missing, limitBytes);
    // The server has sent them: what a server does not have fails above.
    if (second.missing.length > 0) throw new GitError(`The clone cannot keep ${second.missing.join(', ')}.`, { damaged: true });
    return new Map([...first.blobs, ...second.blobs]);
  }

  private async bring(oids: readonly BlobId[]): Promise<void> {
    try {
      await fetchBlobs(this.clone.remote, oids);
    } catch (error) {
      if (!this.clone.partial || !givesNoSingleObjects(error)) throw error;
      await this.renew('complete');
      await this.fetchTips();
    }
  }

  /** Of reads that run side by side and find the same damage, one makes the clone anew. */
  private renew(next: Completeness = this.clone.partial ? 'partial' : 'complete'): Promise<void> {
    this.renewing ??= this.beginAnew(next).finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async beginAnew(next: Completeness): Promise<void> {
    await this.clone.close();
    await emptyClone(this.options.clone.folder, next);
    this.clone = await openClone(this.options.clone);
    this.damaged = false;
  }

  /** Remembers damage for the next fetch: what was asked of the clone cannot be asked again of an empty one. */
  private async noticeDamage<T>(doing: () => Promise<T>): Promise<T> {
    try {
      return await doing();
    } catch (error) {
      if (isDamaged(error)) this.damaged = true;
      throw error;
    }
  }
}
