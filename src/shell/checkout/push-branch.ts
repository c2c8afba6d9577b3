import type { LocatedProblem } from '../problem/located-problem.ts';
import { firstWords, type Git } from './git.ts';
import type { Checkout } from './open-checkout.ts';

/** Where a branch is pushed to. */
export interface Upstream {
  readonly remote: string;
  /** The branch's full name there. */
  readonly ref: string;
  /** Where this repository remembers it: `refs/remotes/origin/main`. */
  readonly tracking: string;
  /** As people write it: `origin/main`. */
  readonly name: string;
}

/** How a branch and the one that it follows differ, in commits. */
export interface Distance {
  readonly ahead: number;
  readonly behind: number;
}

/** What the checked-out branch follows; undefined where it follows none. */
export async function upstreamOf({ git }: Checkout): Promise<Upstream | undefined> {
  const branch = (await git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD'])).stdout.trim();
  const [remote, ref] = [await setting(git, `branch.${branch}.remote`), await setting(git, `branch.${branch}.merge`)];
  const tracking = (await git.ask(['rev-parse', '--symbolic-full-name', '@{upstream}'])).stdout.trim();
  if (remote === '' || remote === '.' || ref === '' || tracking === '') return undefined;
  return { remote, ref, tracking, name: tracking.replace(/^refs\/remotes\//, '') };
}

const setting = async (git: Git, name: string): Promise<string> => (await git.ask(['config', '--get', name])).stdout.trim();

/** By what this repository knew when it last fetched. */
export async function distanceTo({ git }: Checkout): Promise<Distance> {
  const [ahead = 0, behind = 0] = (await git.run(['rev-list', '--left-right', '--count', 'HEAD...@{upstream}']))
    .trim()
    .split(/\s+/)
    .map(Number);
  return { ahead, behind };
}

/** Asks the server where the branch is. Returns git's words where that did not work. */
export async function fetchUpstream({ git }: Checkout, { remote, ref, tracking }: Upstream): Promise<string | undefined> {
  const { exitCode, stderr } = await git.ask(['fetch', '--quiet', '--', remote, `+${ref}:${tracking}`]);
  return exitCode === 0 ? undefined : firstWords(stderr);
}

/**
 * Looks at the server, and says what would keep one more commit from being pushed alone.
 * @param upstream undefined where the branch follows none
 */
export async function checkPush(checkout: Checkout, upstream: Upstream | undefined): Promise<readonly LocatedProblem[]> {
  if (!upstream) {
    return [error('NoUpstream', 'the branch follows none of a server', 'Push it once by hand: `git push --set-upstream origin HEAD`.')];
  }
  const words = await fetchUpstream(checkout, upstream);
  if (words !== undefined) {
    return [
      error('FetchFailed', `${upstream.remote} cannot be reached: ${words}`, 'Try again; without --push the commit is made here alone.'),
    ];
  }
  const { ahead, behind } = await distanceTo(checkout);
  return [
    ...(behind > 0
      ? [
          error(
            'BranchBehind',
            `${upstream.name} has ${commits(behind)} that this branch does not have, and what they decided would be judged wrongly`,
            'Get them first: `git pull --rebase`.',
          ),
        ]
      : []),
    ...(ahead > 0
      ? [
          error(
            'BranchAhead',
            `the branch has ${commits(ahead)} that ${upstream.name} does not have`,
            'Push them first, or leave --push out.',
          ),
        ]
      : []),
  ];
}

const commits = (count: number): string => `${count} commit${count === 1 ? '' : 's'}`;

const error = (reason: string, message: string, remedy: string): LocatedProblem => ({
  severity: 'error',
  reason,
  path: [],
  message,
  remedy,
});

/** Pushes the checked-out branch to where it belongs. Returns git's words where that was refused. */
export async function pushBranch({ git }: Checkout, { remote, ref }: Upstream): Promise<string | undefined> {
  const { exitCode, stderr } = await git.ask(['push', '--quiet', '--', remote, `HEAD:${ref}`]);
  return exitCode === 0 ? undefined : firstWords(stderr);
}
