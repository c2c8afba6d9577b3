import { dirname, join, resolve } from 'node:path';
import { findCommit } from '../checkout/find-commit.ts';
import { LocalHistory } from '../checkout/local-history.ts';
import type { Checkout } from '../checkout/open-checkout.ts';
import { isAtOrBelow } from '../files/is-at-or-below.ts';
import { MemoryTree } from '../files/memory-tree.ts';
import type { Blob, CommitId, TreeFile } from '../git/repository.ts';
import { errorOf } from '../intervention/intervention.ts';
import { type PackageTree, readTree } from '../package/read-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { PromotionRequest } from './promote.ts';

/** The packages of a cluster that has a branch of its own. */
export interface BranchTree {
  /** Placed as if the branch were checked out, so that folders are the same as in the checkout. */
  readonly tree: PackageTree;
  /** As people write it: `origin/dev at 1a2b3c4d5e6f`. */
  readonly words: string;
}

type BranchRequest = Pick<PromotionRequest, 'directories' | 'workingDirectory' | 'checkout' | 'environment' | 'from' | 'to'>;

/** Far above any package's file, as in a checkout. */
const LIMIT_BYTES = 10 * 1024 * 1024;
const YAML = /\.(ya?ml|json)$/;
const LINK_OR_SUBMODULE = /^1[26]0000$/;

/**
 * Reads the packages of a branch: as the remote has it as far as that was fetched, else the local one. Undefined where there is no such
 * branch. The other cluster's branch has to be the one that is checked out, for that is what the commit is made on.
 */
export async function readBranch(request: BranchRequest): Promise<BranchTree | { readonly problem: LocatedProblem } | undefined> {
  const { checkout, from, to } = request;
  const found = await findBranch(checkout, from);
  if (!found) return undefined;
  const current = (await checkout.git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD'])).stdout.trim();
  if (current !== to) return { problem: notCheckedOut(from, to, current) };
  const history = await LocalHistory.open(checkout, request.environment);
  try {
    const files = await history.listFiles(found.commit, ['.']);
    const isAsked = isConcerned(request);
    const wanted = [...files].filter(([path, { mode }]) => YAML.test(path) && !LINK_OR_SUBMODULE.test(mode) && isAsked(path));
    const blobs = await history.readBlobs(
      wanted.map(([, { oid }]) => oid),
      LIMIT_BYTES,
    );
    const tree = readTree({ ...request, files: treeOf(checkout.root, wanted, blobs) });
    return { tree, words: `${found.name} at ${found.commit.slice(0, 12)}` };
  } finally {
    await history.close();
  }
}

/** Whether a file is in a folder that was asked for, or in one above it, where settings are. */
function isConcerned({ directories, workingDirectory, checkout: { root } }: BranchRequest): (path: string) => boolean {
  const asked = directories.map((directory) => resolve(workingDirectory, directory));
  return (path) => {
    const folder = dirname(join(root, path));
    return asked.some((directory) => isAtOrBelow(folder, directory) || isAtOrBelow(directory, folder));
  };
}

async function findBranch({ git }: Checkout, name: string): Promise<{ readonly name: string; readonly commit: CommitId } | undefined> {
  for (const candidate of [`origin/${name}`, name]) {
    const reference = candidate === name ? `refs/heads/${name}` : `refs/remotes/${candidate}`;
    const found = await findCommit(git, reference);
    if ('commit' in found) return { name: candidate, commit: found.commit };
  }
  return undefined;
}

const treeOf = (root: string, files: readonly (readonly [string, TreeFile])[], blobs: ReadonlyMap<string, Blob>): MemoryTree =>
  MemoryTree.of(
    files.map(([path, file]) => [join(root, path), file]),
    {
      get: (oid) => {
        const blob = blobs.get(oid);
        return blob?.kind === 'content' ? blob.content : blob && { size: blob.bytes };
      },
    },
  );

const notCheckedOut = (from: string, to: string, current: string): LocatedProblem =>
  errorOf(
    'PromotionBranchNotHere',
    `${from} is a branch, and the checkout is of ${current === '' ? 'no branch' : current}, not of ${to}`,
    `Check out the branch that is to get the version: \`git switch ${to}\`.`,
  );
