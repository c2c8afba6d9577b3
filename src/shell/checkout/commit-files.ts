import type { CommitId } from '../git/repository.ts';
import { literally } from './check-checkout.ts';
import type { Checkout } from './open-checkout.ts';

/**
 * Commits some files as they are in the work tree, and nothing else that is staged; with the person's identity, signature and hooks. Where Git
 * or a hook refuses, the index is as before and the error has their words.
 * @param paths from the repository's root; one that is gone leaves
 */
export async function commitFiles({ git }: Checkout, paths: readonly string[], message: string): Promise<CommitId> {
  const pathspecs = paths.map(literally);
  try {
    await git.run(['add', '--all', '--', ...pathspecs]);
    await git.run(['commit', '--quiet', '--only', '--cleanup=whitespace', '--file=-', '--', ...pathspecs], message);
  } catch (error) {
    await git.ask(['reset', '--quiet', '--', ...pathspecs]);
    throw error;
  }
  return (await git.run(['rev-parse', 'HEAD'])).trim();
}
