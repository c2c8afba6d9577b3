import type { CommitId } from '../git/repository.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { Git } from './git.ts';

/** Finds the commit that a person means. @param revision a branch, tag or commit, in any form that Git knows */
export async function findCommit(
  git: Git,
  revision: string,
): Promise<{ readonly commit: CommitId } | { readonly problem: LocatedProblem }> {
  const { exitCode, stdout } = await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return exitCode === 0 ? { commit: stdout.trim() } : { problem: revision === 'HEAD' ? NO_COMMIT : unknown(revision) };
}

const NO_COMMIT: LocatedProblem = {
  severity: 'error',
  reason: 'NoCommit',
  path: [],
  message: 'the repository has no commit yet',
  remedy: 'Commit the package first.',
};

const unknown = (revision: string): LocatedProblem => ({
  severity: 'error',
  reason: 'RevisionUnknown',
  path: [],
  message: `the repository has no ${JSON.stringify(revision)}`,
  remedy: 'Name a branch, a tag or a commit, such as one that `stackset history` lists; fetch it first.',
});
