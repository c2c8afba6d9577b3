import { formatTimestamp } from '../../core/model/timestamp.ts';
import { findCommit } from '../checkout/find-commit.ts';
import { firstWords } from '../checkout/git.ts';
import type { Checkout } from '../checkout/open-checkout.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { errorOf } from './intervention.ts';
import type { Moment } from './plan-hold.ts';

/**
 * Now, as git writes it into the commit that is to be made, so that the state and its commit tell the same time. Says where git does not know
 * who commits.
 */
export async function momentOf(
  { git }: Checkout,
  commits: boolean,
): Promise<{ readonly moment: Moment } | { readonly problem: LocatedProblem }> {
  const head = await findCommit(git, 'HEAD');
  if ('problem' in head) return head;
  const identity = await git.ask(['var', 'GIT_COMMITTER_IDENT']);
  if (commits && identity.exitCode !== 0) return { problem: nobody(identity.stderr) };
  const seconds = Number(/ (\d+) [-+]\d{4}$/.exec(identity.stdout.trim())?.[1] ?? Date.now() / 1000);
  return { moment: { now: formatTimestamp(seconds), head: head.commit } };
}

const nobody = (words: string): LocatedProblem =>
  errorOf(
    'IdentityMissing',
    `git does not know who commits: ${firstWords(words)}`,
    'Tell it: `git config user.name` and `git config user.email`.',
  );
