import { branchRef, trackingRef } from './branch-ref.ts';
import type { Git } from './git.ts';
import { PARTIAL_CLONE } from './partial-clone.ts';
import type { Remote } from './remote.ts';
import { RemoteError } from './remote-error.ts';
import type { BranchTip, CommitId } from './repository.ts';

export const FETCH = [
  'fetch',
  '--progress',
  '--no-tags',
  '--no-recurse-submodules',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
] as const;

/** The branch that the remote's HEAD names. Throws a `RemoteError` if it names none. */
export async function readDefaultBranch(remote: Remote): Promise<string> {
  const answer = await remote.run('asking for the default branch of', ['ls-remote', '--symref', 'origin', 'HEAD']);
  const branch = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(answer)?.[1];
  if (branch === undefined) throw new RemoteError('other', 'The repository has no default branch: name one in spec.repository.branch.');
  return branch;
}

async function branchesThere(remote: Remote, branches: readonly string[]): Promise<ReadonlySet<string>> {
  const answer = await remote.run('asking for the branches of', ['ls-remote', 'origin', ...branches.map(branchRef)]);
  const there = new Set(answer.split('\n').map((line) => line.split('\t')[1]));
  return new Set(branches.filter((branch) => there.has(branchRef(branch))));
}

async function readTrackingRefs(git: Git): Promise<ReadonlyMap<string, CommitId>> {
  const refs = (await git.run(['for-each-ref', '--format=%(refname) %(objectname)', 'refs/remotes/origin/'])).toString();
  return new Map(refs.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
}

/** Fetches the tips of branches, all at once. */
export class TipFetcher {
  private readonly git: Git;
  private readonly remote: Remote;
  /** Whether contents stay on the server until they are asked for. */
  private readonly partial: boolean;
  /** Those that the remote did not have last time: Git fails over a branch that is not there, so these are looked for first. */
  private missing: ReadonlySet<string> = new Set();

  constructor(git: Git, remote: Remote, partial: boolean) {
    this.git = git;
    this.remote = remote;
    this.partial = partial;
  }

  async fetch(branches: readonly string[]): Promise<readonly BranchTip[]> {
    if (this.missing.size > 0 || !(await this.fetchAll(branches))) await this.fetchThose(branches);
    const refs = await readTrackingRefs(this.git);
    return branches.map((name) => ({ name, tip: this.missing.has(name) ? undefined : refs.get(trackingRef(name)) }));
  }

  /** One connection for the usual case; false if a branch is not there. */
  private async fetchAll(branches: readonly string[]): Promise<boolean> {
    if (branches.length === 0) return true;
    // The plus moves the clone's own memory of the branch also where people have rewritten it.
    const refspecs = branches.map((branch) => `+${branchRef(branch)}:${trackingRef(branch)}`);
    try {
      await this.remote.run('fetching from', [...(this.partial ? PARTIAL_CLONE : []), ...FETCH, 'origin', ...refspecs]);
      return true;
    } catch (error) {
      if (error instanceof RemoteError && /couldn't find remote ref/.test(error.message)) return false;
      throw error;
    }
  }

  private async fetchThose(branches: readonly string[]): Promise<void> {
    const there = await branchesThere(this.remote, branches);
    const present = branches.filter((branch) => there.has(branch));
    // Removed between the question and the fetch: rare enough to be tried again as a lost race.
    if (!(await this.fetchAll(present))) throw new RemoteError('race', 'A branch was removed while it was fetched.');
    this.missing = new Set(branches.filter((branch) => !there.has(branch)));
  }
}
