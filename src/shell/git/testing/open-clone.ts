import { onTestFinished } from 'vitest';
import { openRepository } from '../open-repository.ts';
import type { CommitId, FileChange, Repository } from '../repository.ts';
import type { RepositoryOptions } from '../repository-options.ts';
import { temporaryFolder } from './server-repository.ts';

export const COMMITTER = { name: 'stackset-sync', email: 'stackset-sync@example.org' };

/** A repository for the running test, closed at its end; its cache folder is its own where none is given. */
export async function openTestRepository(url: string, options: Partial<RepositoryOptions> = {}): Promise<Repository> {
  const repository = await openRepository({ url, committer: COMMITTER, cacheFolder: await temporaryFolder(), ...options });
  onTestFinished(() => repository.close());
  return repository;
}

/** Where the branch is, after a fetch. */
export async function fetchTip(repository: Repository): Promise<CommitId> {
  const { branch } = await repository.fetch();
  if (branch.tip === undefined) throw new Error(`The server has no branch ${branch.name}.`);
  return branch.tip;
}

/** A commit that changes something. */
export async function commitChanges(
  repository: Repository,
  parent: CommitId | undefined,
  changes: readonly FileChange[],
): Promise<CommitId> {
  const commit = await repository.commit({ parent, changes, message: 'Change' });
  if (commit === undefined) throw new Error('The commit would change nothing.');
  return commit;
}
