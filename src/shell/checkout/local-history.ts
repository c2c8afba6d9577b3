import type { CommandContext } from '../cli/command-context.ts';
import { changedFiles } from '../git/changed-files.ts';
import { findFile } from '../git/find-file.ts';
import { Git } from '../git/git.ts';
import { gitEnvironment } from '../git/git-environment.ts';
import { GitError } from '../git/git-error.ts';
import { lastTouch } from '../git/last-touch.ts';
import { listFiles } from '../git/list-files.ts';
import { ObjectReader } from '../git/object-reader.ts';
import { readLocalBlobs } from '../git/read-blobs.ts';
import { readLog } from '../git/read-log.ts';
import type { Blob, BlobId, ChangedFile, CommitId, History, LogEntry, LogQuery, TreeFile } from '../git/repository.ts';
import type { Checkout } from './open-checkout.ts';

/** In milliseconds: nobody waits longer for a question about a checkout. */
const LIMIT = 120_000;

/** The history of a person's checkout, read as a sync controller reads its clone. Nothing is fetched. */
export class LocalHistory implements History {
  readonly #git: Git;
  readonly #reader: ObjectReader;

  private constructor(git: Git) {
    this.#git = git;
    this.#reader = new ObjectReader(git);
  }

  static async open({ git }: Checkout, environment: CommandContext['environment']): Promise<LocalHistory> {
    const folder = (await git.run(['rev-parse', '--absolute-git-dir'])).trim();
    return new LocalHistory(new Git(folder, gitEnvironment(folder, environment), LIMIT));
  }

  listFiles(commit: CommitId, paths: readonly string[]): Promise<ReadonlyMap<string, TreeFile>> {
    return listFiles(this.#git, commit, paths);
  }

  changedFiles(from: CommitId, to: CommitId, paths: readonly string[]): Promise<readonly ChangedFile[]> {
    return changedFiles(this.#git, from, to, paths);
  }

  async readBlobs(oids: Iterable<BlobId>, limitBytes = Number.POSITIVE_INFINITY): Promise<ReadonlyMap<BlobId, Blob>> {
    const { blobs, missing } = await readLocalBlobs(this.#reader, new Set(oids), limitBytes);
    if (missing.length > 0) throw new GitError(`This clone does not have the contents ${missing.join(', ')}: fetch them with git.`);
    return blobs;
  }

  async readFileAt(commit: CommitId, path: string): Promise<Buffer | undefined> {
    const oid = await findFile(this.#git, this.#reader, commit, path);
    const blob = oid === undefined ? undefined : (await this.readBlobs([oid])).get(oid);
    return blob?.kind === 'content' ? blob.content : undefined;
  }

  log(query: LogQuery): Promise<readonly LogEntry[]> {
    return readLog(this.#git, query);
  }

  lastTouch(commit: CommitId, files: readonly string[]): Promise<ReadonlyMap<string, CommitId>> {
    return lastTouch(this.#git, commit, files);
  }

  async close(): Promise<void> {
    this.#reader.close();
    await this.#git.close();
  }
}
