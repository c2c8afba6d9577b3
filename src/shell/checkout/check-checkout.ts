import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileProblem } from '../package/file-problem.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { findCommit } from './find-commit.ts';
import type { Git } from './git.ts';
import { type Checkout, pathIn } from './open-checkout.ts';

/** What git leaves behind while something is under way, and how a person ends it. */
const UNDER_WAY: readonly (readonly [file: string, name: string, command: string])[] = [
  ['rebase-merge', 'a rebase', 'git rebase --continue` or `git rebase --abort'],
  ['rebase-apply', 'a rebase', 'git rebase --continue` or `git rebase --abort'],
  ['MERGE_HEAD', 'a merge', 'git merge --continue` or `git merge --abort'],
  ['CHERRY_PICK_HEAD', 'a cherry-pick', 'git cherry-pick --continue` or `git cherry-pick --abort'],
  ['REVERT_HEAD', 'a revert', 'git revert --continue` or `git revert --abort'],
];

/**
 * What keeps some files from being changed and committed alone: changes that a person has made to them, conflicts, a merge under way, a HEAD on
 * which commits are lost.
 * @param paths from the repository's root
 * @param commits whether a commit is to be made; without one, changes that are there stay beside the new ones
 */
export async function checkCheckout(checkout: Checkout, paths: readonly string[], commits: boolean): Promise<readonly LocatedProblem[]> {
  const { git } = checkout;
  const status = await statusOf(git, paths);
  const conflicts = status.filter(({ mark }) => mark === 'conflict').map(({ path }) => inConflict(pathIn(checkout, path)));
  if (!commits) return conflicts;
  const others = status.filter(({ mark }) => mark !== 'conflict').map(({ mark, path }) => unclean(mark, pathIn(checkout, path)));
  const head = await checkHead(git);
  return [...(await underWay(git)), ...conflicts, ...others, ...head];
}

type Mark = 'conflict' | 'untracked' | 'ignored' | 'changed';

interface Status {
  readonly mark: Mark;
  readonly path: string;
}

const MARKS: ReadonlyMap<string, Mark> = new Map<string, Mark>([
  ['u', 'conflict'],
  ['?', 'untracked'],
  ['!', 'ignored'],
]);

/** How many fields stand before the path, by the mark. https://git-scm.com/docs/git-status#_porcelain_format_version_2 */
const FIELDS: ReadonlyMap<string, number> = new Map([
  ['1', 8],
  ['2', 9],
  ['u', 10],
  ['?', 1],
  ['!', 1],
]);

async function statusOf(git: Git, paths: readonly string[]): Promise<readonly Status[]> {
  const options = ['--porcelain=v2', '-z', '--untracked-files=all', '--ignored=matching', '--no-renames'];
  const text = await git.run(['status', ...options, '--', ...paths.map(literally)]);
  return text.split('\0').flatMap((entry) => {
    const mark = entry.slice(0, 1);
    const fields = FIELDS.get(mark);
    if (fields === undefined) return [];
    return [{ mark: MARKS.get(mark) ?? 'changed', path: entry.split(' ').slice(fields).join(' ') }];
  });
}

/** A pathspec for one path from the root, whatever characters it has. */
export const literally = (path: string): string => `:(top,literal)${path}`;

async function underWay(git: Git): Promise<readonly LocatedProblem[]> {
  const places = await git.run(['rev-parse', ...UNDER_WAY.flatMap(([file]) => ['--git-path', file])]);
  const found = places.split('\n').findIndex((place) => place !== '' && existsSync(resolve(git.folder, place)));
  const [, name, command] = UNDER_WAY[found] ?? [];
  if (name === undefined) return [];
  return [error('GitUnderWay', `${name} is under way in this checkout`, `End it first: \`${command}\`.`)];
}

async function checkHead(git: Git): Promise<readonly LocatedProblem[]> {
  const head = await findCommit(git, 'HEAD');
  if ('problem' in head) return [head.problem];
  const branch = await git.ask(['symbolic-ref', '--quiet', 'HEAD']);
  if (branch.exitCode === 0) return [];
  return [error('HeadDetached', 'no branch is checked out, so that a commit would be lost', 'Check out the branch: `git switch main`.')];
}

const error = (reason: string, message: string, remedy: string): LocatedProblem => ({
  severity: 'error',
  reason,
  path: [],
  message,
  remedy,
});

const inConflict = (file: string): LocatedProblem =>
  fileProblem(file, 'error', 'FileInConflict', 'the file is in conflict', 'Resolve it, and end what is under way.');

function unclean(mark: Mark, file: string): LocatedProblem {
  if (mark === 'untracked' || mark === 'ignored') {
    const message = mark === 'ignored' ? 'the file is ignored by Git' : 'the file is not in Git yet';
    return fileProblem(
      file,
      'error',
      'FileNotInGit',
      message,
      'Add it and commit it first, so that this commit has nothing but its own change.',
    );
  }
  const remedy = 'Commit it, or put it aside with `git stash`; with --no-commit the file is edited as it is.';
  return fileProblem(file, 'error', 'FileNotClean', 'the file has changes that are not committed', remedy);
}
