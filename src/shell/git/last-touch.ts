import { changedFiles } from './changed-files.ts';
import type { Git } from './git.ts';
import type { CommitId } from './repository.ts';
import { walkCommits } from './walk-commits.ts';

interface Commit {
  readonly id: CommitId;
  readonly parents: readonly CommitId[];
  /** Which of the files differ from the first parent. */
  readonly changed: ReadonlySet<string>;
}

/**
 * Follows each file from a commit to the one that gave it its content. A merge passes a file on to the first parent that has it as the
 * merge has it; only where no parent does, the merge itself touched it. These are the rules of `git log -1 -- FILE`, for all files at once.
 */
class TouchSearch {
  readonly found = new Map<string, CommitId>();
  private readonly git: Git;
  private readonly seen = new Map<CommitId, Commit>();
  /** Files that wait for a commit. Clocks differ, so a parent can be walked before its child. */
  private readonly wanted = new Map<CommitId, Set<string>>();
  private left: number;

  constructor(git: Git, commit: CommitId, files: readonly string[]) {
    this.git = git;
    this.wanted.set(commit, new Set(files));
    this.left = this.wanted.get(commit)?.size ?? 0;
  }

  get done(): boolean {
    return this.left === 0;
  }

  async see(commit: Commit): Promise<void> {
    this.seen.set(commit.id, commit);
    const ready = [commit];
    for (let next = ready.pop(); next !== undefined; next = ready.pop()) {
      for (const parent of await this.settle(next)) ready.push(parent);
    }
  }

  /** Settles the files that wait for a commit; gives the parents, already walked, at which some wait now. */
  private async settle(commit: Commit): Promise<readonly Commit[]> {
    const files = this.wanted.get(commit.id);
    if (files === undefined) return [];
    this.wanted.delete(commit.id);
    const changed = [...files].filter((file) => commit.changed.has(file));
    const passedOn = new Map([[commit.parents[0], [...files].filter((file) => !commit.changed.has(file))]]);
    let open = changed;
    for (const parent of commit.parents.slice(1)) {
      if (open.length === 0) break;
      const differ = new Set((await changedFiles(this.git, parent, commit.id, open)).map(({ path }) => path));
      passedOn.set(
        parent,
        open.filter((file) => !differ.has(file)),
      );
      open = open.filter((file) => differ.has(file));
    }
    for (const file of open) this.found.set(file, commit.id);
    this.left -= open.length;
    return [...passedOn].flatMap(([parent, rest]) => this.passOn(parent, rest));
  }

  private passOn(parent: CommitId | undefined, files: readonly string[]): readonly Commit[] {
    if (files.length === 0) return [];
    // A first commit that does not have the file: it never was there.
    if (parent === undefined) {
      this.left -= files.length;
      return [];
    }
    this.wanted.set(parent, new Set([...(this.wanted.get(parent) ?? []), ...files]));
    const commit = this.seen.get(parent);
    return commit === undefined ? [] : [commit];
  }
}

/** See `History.lastTouch`. Walks only as far back as it has to. */
export async function lastTouch(git: Git, commit: CommitId, files: readonly string[]): Promise<ReadonlyMap<string, CommitId>> {
  const search = new TouchSearch(git, commit, files);
  const asked = new Set(files);
  if (search.done) return search.found;
  for await (const { fields, files: changes } of walkCommits(git, ['%H', '%P'], ['--diff-merges=first-parent', commit])) {
    const [id = '', parents = ''] = fields;
    const changed = new Set(changes.map(({ path }) => path).filter((path) => asked.has(path)));
    await search.see({ id, parents: parents.split(' ').filter(Boolean), changed });
    if (search.done) break;
  }
  return search.found;
}
