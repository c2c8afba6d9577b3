/**
 * What the controller needs of the rooms around it, besides the `Cluster` of the kubernetes room: a repository, whether it may act at
 * all, time and chance.
 */

/** 40 or 64 hexadecimal digits. */
export type CommitId = string;
export type BlobId = string;

/** The tips of the branches that are followed; undefined where the remote has no such branch. */
export interface BranchTips {
  readonly branch: CommitId | undefined;
  readonly output: CommitId | undefined;
}

/** A file of a commit. */
export interface TreeFile {
  readonly oid: BlobId;
  /** `100644`, `100755`, `120000` for a symbolic link, `160000` for a submodule. */
  readonly mode: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
}

export interface Trailer {
  readonly key: string;
  readonly value: string;
}

/** A commit as `git log` tells it. */
export interface CommitRecord {
  readonly id: CommitId;
  readonly parents: readonly CommitId[];
  readonly author: Signature;
  readonly committer: Signature;
  /** Of the committer, RFC 3339 in UTC. */
  readonly time: string;
  readonly subject: string;
  readonly trailers: readonly Trailer[];
}

/** A file as it is to be in a commit; without content it leaves. Paths are from the repository's root, with `/`. */
export interface TreeChange {
  readonly path: string;
  readonly content: string | undefined;
}

/**
 * Why a server did not take a push. A race is lost to another push; a lock is somebody else's at that moment; permission and hooks
 * refuse whatever is decided; with the network nothing is known of what happened.
 */
export type Refusal = 'race' | 'lock' | 'permission' | 'hook' | 'network' | 'other';

export type PushOutcome = { readonly kind: 'pushed' } | { readonly kind: 'refused'; readonly refusal: Refusal; readonly message: string };

/** A remote repository behind a local bare clone. Whatever fails throws, with the cause; a push that is refused is an answer. */
export interface GitRepository {
  /** Names of the branches that are followed. */
  readonly branch: string;
  readonly outputBranch: string | undefined;
  fetch(): Promise<BranchTips>;
  /** All files at and below the paths, by path. */
  listFiles(commit: CommitId, paths: readonly string[]): Promise<ReadonlyMap<string, TreeFile>>;
  /** Paths that differ; undefined where the second commit has no such file. */
  changedFiles(from: CommitId, to: CommitId): Promise<ReadonlyMap<string, TreeFile | undefined>>;
  readBlobs(oids: readonly BlobId[]): Promise<ReadonlyMap<BlobId, Buffer>>;
  /** undefined where the commit has no such file. */
  readFileAt(commit: CommitId, path: string): Promise<Buffer | undefined>;
  /** The commits that touched one of the paths, newest first; those of `from` are left out. */
  log(range: {
    readonly from?: CommitId;
    readonly to: CommitId;
    readonly paths: readonly string[];
    readonly limit?: number;
  }): Promise<readonly CommitRecord[]>;
  /** The newest commit that touched each of the paths, in one walk. */
  lastTouch(commit: CommitId, paths: readonly string[]): Promise<ReadonlyMap<string, CommitRecord>>;
  /** Makes a commit in the clone; nobody sees it before it is pushed. @param parent undefined for the first of a branch */
  commit(commit: {
    readonly parent: CommitId | undefined;
    readonly changes: readonly TreeChange[];
    readonly message: string;
  }): Promise<CommitId>;
  /** Never forces. */
  push(commit: CommitId, branch: string): Promise<PushOutcome>;
  close(): Promise<void>;
}

/** Whether this process is the one of its replicas that acts. */
export interface Leadership {
  isLeader(): boolean;
  /** @returns what ends it */
  onChange(listener: () => void): () => void;
}

/** Time and chance, which tests set. */
export interface Chance {
  /** Seconds since 1970, of the wall clock: what decisions are made by. */
  now(): number;
  /** From 0 up to but without 1. */
  random(): number;
  /** Ends early, without an error, where the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
