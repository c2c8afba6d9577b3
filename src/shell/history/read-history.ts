import { resolve } from 'node:path';
import type { Git } from '../checkout/git.ts';
import { type Checkout, openCheckout } from '../checkout/open-checkout.ts';
import { readBlobs } from '../checkout/read-blobs.ts';
import { filesBelow, readLog, type TouchingCommit } from '../checkout/read-log.ts';
import type { CommandContext } from '../cli/command-context.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { parseState } from './parse-state.ts';
import type { StateVersion } from './state-version.ts';

export interface HistoryRequest {
  /** As a person wrote them; the working directory where there is none. */
  readonly directories: readonly string[];
  /** A branch, tag or commit up to which history is told. */
  readonly revision: string;
  readonly workingDirectory: string;
  readonly environment: CommandContext['environment'];
}

export interface HistoryReading {
  /** Newest first. */
  readonly versions: readonly StateVersion[];
  /** Where it was read; missing where there is no repository. */
  readonly checkout?: Checkout;
  /** Paths are absolute. */
  readonly problems: readonly LocatedProblem[];
}

const STATE_FILES = '*.state.yaml';

/** Reads every version of the states at and below folders, those of packages that are gone too. */
export async function readHistory(request: HistoryRequest): Promise<HistoryReading> {
  const directories = request.directories.length > 0 ? request.directories : ['.'];
  const folders = directories.map((directory) => resolve(request.workingDirectory, directory));
  const found = await Promise.all(folders.map((folder) => openCheckout(folder, request.environment)));
  const refusals = found.flatMap((result) => ('problem' in result ? [result.problem] : []));
  const checkouts = found.flatMap((result) => ('checkout' in result ? [result.checkout] : []));
  const [checkout] = checkouts;
  if (!checkout || refusals.length > 0) return { versions: [], problems: refusals };
  if (checkouts.some(({ root }) => root !== checkout.root)) return { versions: [], problems: [twoRepositories(checkouts)] };
  const { git } = checkout;
  if (!(await hasCommit(git, request.revision))) return { versions: [], checkout, problems: [noSuchCommit(request.revision)] };
  const commits = await readLog(
    git,
    request.revision,
    checkouts.map(({ path }) => filesBelow(path, STATE_FILES)),
  );
  return { versions: await readVersions(git, commits), checkout, problems: [] };
}

/** The versions of states that commits made, in the order of the commits. */
export async function readVersions(git: Git, commits: readonly TouchingCommit[]): Promise<readonly StateVersion[]> {
  const ids = commits.flatMap(({ touches }) => touches.flatMap(({ before, after }) => [before, after]));
  const blobs = await readBlobs(
    git,
    ids.filter((id) => id !== undefined),
  );
  const states = new Map([...blobs].map(([id, content]) => [id, parseState(content)]));
  return commits.flatMap(({ touches, ...commit }) =>
    touches.map(({ path, before, after }) => {
      const state = after === undefined ? undefined : states.get(after);
      return {
        commit,
        path,
        before: before === undefined ? undefined : states.get(before),
        after: state,
        isUnreadable: after !== undefined && state === undefined,
      };
    }),
  );
}

export async function hasCommit(git: Git, revision: string): Promise<boolean> {
  const { exitCode } = await git.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return exitCode === 0;
}

const error = (reason: string, message: string, remedy: string): LocatedProblem => ({
  severity: 'error',
  reason,
  path: [],
  message,
  remedy,
});

const twoRepositories = (checkouts: readonly Checkout[]): LocatedProblem =>
  error(
    'SeveralRepositories',
    `the folders are in several repositories: ${[...new Set(checkouts.map(({ root }) => root))].join(', ')}`,
    'Ask for the history of one at a time.',
  );

const noSuchCommit = (revision: string): LocatedProblem =>
  revision === 'HEAD'
    ? error('NoCommit', 'the repository has no commit yet', 'Commit the package first.')
    : error('RevisionUnknown', `the repository has no ${JSON.stringify(revision)}`, 'Name a branch, a tag or a commit; fetch it first.');
