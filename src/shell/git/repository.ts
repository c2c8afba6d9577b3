import type { Timestamp } from '../../core/model/state.ts';

/** A commit's full object id in lower-case hexadecimal. */
export type CommitId = string;

/** A file content's full object id, also in lower-case hexadecimal. Equal ids mean equal bytes. */
export type BlobId = string;

/** `100644` a file, `100755` an executable one, `120000` a symbolic link (its content is the target), `160000` a submodule (no content). */
export type FileMode = '100644' | '100755' | '120000' | '160000';

export interface TreeFile {
  readonly oid: BlobId;
  readonly mode: FileMode;
}

/** Content of a blob. What is larger than the limit that was asked for comes without its bytes. */
export type Blob = { readonly kind: 'content'; readonly content: Buffer } | { readonly kind: 'tooLarge'; readonly bytes: number };

export interface Identity {
  readonly name: string;
  readonly email: string;
}

export interface Trailer {
  readonly key: string;
  readonly value: string;
}

/** A file that a commit added or changed (`file`), or removed (`file` is undefined). */
export interface ChangedFile {
  readonly path: string;
  readonly file: TreeFile | undefined;
}

export interface LogEntry {
  readonly id: CommitId;
  readonly parents: readonly CommitId[];
  readonly author: Identity;
  readonly committer: Identity;
  /** When it was committed (not authored). */
  readonly time: Timestamp;
  readonly subject: string;
  /** In the order of the message, as `git interpret-trailers` finds them: only the last paragraph counts. */
  readonly trailers: readonly Trailer[];
  /** Among the paths asked for; of a merge only what it has like none of its parents. */
  readonly files: readonly ChangedFile[];
}

export interface LogQuery {
  /** Commits that this one already has are left out. */
  readonly from?: CommitId;
  readonly to: CommitId;
  /** Files and folders, literal, from the root of the repository; none: every commit. */
  readonly paths?: readonly string[];
  /** At most so many commits. */
  readonly limit?: number;
}

/**
 * What can be read of a repository's history. Nothing here follows a symbolic link, runs a filter or looks at attributes.
 * Paths are those of the tree: `apps/shop/stackset.yaml`, never with `./`, `..` or a leading slash; `.` is the root where a folder is
 * asked for. Files whose path is not UTF-8 are left out.
 */
export interface History {
  /** All files below the given folders (or the files themselves), at any depth; a path that is not there gives nothing. */
  listFiles(commit: CommitId, paths: readonly string[]): Promise<ReadonlyMap<string, TreeFile>>;
  /** What differs from one commit to another, below the given paths. Costs as much as the folders that differ, not as the tree. */
  changedFiles(from: CommitId, to: CommitId, paths: readonly string[]): Promise<readonly ChangedFile[]>;
  /** Contents by id. Those that the clone has not yet are fetched in one go. An id that is not there at all throws. */
  readBlobs(oids: Iterable<BlobId>, limitBytes?: number): Promise<ReadonlyMap<BlobId, Blob>>;
  /** A file as it was; undefined where there was none (or a folder, a link, a submodule). */
  readFileAt(commit: CommitId, path: string): Promise<Buffer | undefined>;
  /** Commits, newest first, never a parent before its child. With paths, history is simplified as `git log` does it. */
  log(query: LogQuery): Promise<readonly LogEntry[]>;
  /** For each file the commit that gave it its present content (or removed it), as `git log -1 -- FILE` says, found in one walk. */
  lastTouch(commit: CommitId, files: readonly string[]): Promise<ReadonlyMap<string, CommitId>>;
}

export interface BranchTip {
  readonly name: string;
  /** Undefined while the remote has no such branch. */
  readonly tip: CommitId | undefined;
}

export interface Tips {
  readonly branch: BranchTip;
  /** There if the repository was opened with an output branch. */
  readonly output?: BranchTip;
}

export interface FileChange {
  readonly path: string;
  /** Undefined removes the file. */
  readonly content: Buffer | string | undefined;
}

export interface NewCommit {
  /** Undefined makes a first commit, as for a new output branch. */
  readonly parent: CommitId | undefined;
  readonly changes: readonly FileChange[];
  /** Subject, body and trailers; Git's comment and scissors lines mean nothing here. */
  readonly message: string;
}

/**
 * Why the other side said no.
 * - `race`: the branch is not where the commit's parent is: fetch and decide anew, at once.
 * - `lock`: the server is busy with this branch: the same after a moment.
 * - `network`: not reached, hung, or answered 429 or 5xx: try again later.
 * - `permission`: credentials, host key or branch protection: a person has to do something.
 * - `hook`: the server's own check declined the commit: a person has to look.
 */
export type Refusal = 'race' | 'lock' | 'permission' | 'hook' | 'network' | 'other';

/** `message` is for people: one or a few lines, without credentials and without control characters. */
export type PushOutcome = { readonly kind: 'pushed' } | { readonly kind: 'refused'; readonly refusal: Refusal; readonly message: string };

/**
 * A repository on a server, through a bare clone without contents in the cache folder, which belongs to this process until `close`.
 * There is no work tree, and no local branch: what the remote has is the truth, so nothing has to be reset after a refusal.
 * `fetch` and what reads contents throw a `RemoteError` when the server cannot be talked to; anything else that fails is a `GitError`.
 * Fetch, commit and push are called one after another; reads may run side by side.
 */
export interface Repository extends History {
  /** Brings the clone up to date and says where the branches are. */
  fetch(): Promise<Tips>;
  /**
   * Makes a commit in the clone; nothing is pushed. Undefined if it would change nothing. Executable files stay executable.
   * Throws a `PathTakenError` where a change would replace a folder, a symbolic link or a submodule, or goes through one.
   */
  commit(commit: NewCommit): Promise<CommitId | undefined>;
  /**
   * Moves the branch from the commit's parent to the commit, if the branch is still at that parent (for a first commit: if there is no
   * such branch). Never anything else: no force, no merge. A push whose answer is lost is `network`; the next fetch shows what became of it.
   */
  push(commit: CommitId, branch: string): Promise<PushOutcome>;
  /** Ends its processes and gives the clone free for another process. */
  close(): Promise<void>;
}
