import { findCommit } from '../checkout/find-commit.ts';
import type { Git } from '../checkout/git.ts';
import type { Checkout } from '../checkout/open-checkout.ts';
import { type FolderRequest, openCheckouts } from '../checkout/open-checkouts.ts';
import { readBlobs } from '../checkout/read-blobs.ts';
import { filesBelow, readLog, type TouchingCommit } from '../checkout/read-log.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { parseState } from './parse-state.ts';
import type { StateVersion } from './state-version.ts';

export interface HistoryRequest extends FolderRequest {
  /** A branch, tag or commit up to which history is told. */
  readonly revision: string;
  /** How many of the newest commits are looked at; all where it is missing. */
  readonly most?: number;
}

export interface HistoryReading {
  /** Newest first. */
  readonly versions: readonly StateVersion[];
  /** Whether these are all that there are. */
  readonly isWhole: boolean;
  /** Where it was read; missing where there is no repository. */
  readonly checkout?: Checkout;
  /** Paths are absolute. */
  readonly problems: readonly LocatedProblem[];
}

const STATE_FILES = '*.state.yaml';

/** Reads every version of the states at and below folders, those of packages that are gone too. */
export async function readHistory(request: HistoryRequest): Promise<HistoryReading> {
  const found = await openCheckouts(request);
  if ('problems' in found) return { versions: [], isWhole: true, problems: found.problems };
  const { checkout, paths } = found;
  const revision = await findCommit(checkout.git, request.revision);
  if ('problem' in revision) return { versions: [], checkout, isWhole: true, problems: [revision.problem] };
  const commits = await readLog(
    checkout.git,
    revision.commit,
    paths.map((path) => filesBelow(path, STATE_FILES)),
    request.most,
  );
  const isWhole = request.most === undefined || commits.length < request.most;
  return { versions: await readVersions(checkout.git, commits), checkout, isWhole, problems: [] };
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
