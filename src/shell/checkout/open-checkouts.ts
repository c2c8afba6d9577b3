import { resolve } from 'node:path';
import type { CommandContext } from '../cli/command-context.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { type Checkout, openCheckout } from './open-checkout.ts';

export interface FolderRequest {
  /** As a person wrote them; the working directory where there is none. */
  readonly directories: readonly string[];
  readonly workingDirectory: string;
  readonly environment: CommandContext['environment'];
}

/** Folders of one repository. */
export interface FoundFolders {
  readonly checkout: Checkout;
  /** From the repository's root; '' for the root itself. */
  readonly paths: readonly string[];
}

/** Finds the one repository that all folders are in. */
export async function openCheckouts(request: FolderRequest): Promise<FoundFolders | { readonly problems: readonly LocatedProblem[] }> {
  const directories = request.directories.length > 0 ? request.directories : ['.'];
  const folders = directories.map((directory) => resolve(request.workingDirectory, directory));
  const found = await Promise.all(folders.map((folder) => openCheckout(folder, request.environment)));
  const problems = found.flatMap((result) => ('problem' in result ? [result.problem] : []));
  const checkouts = found.flatMap((result) => ('checkout' in result ? [result.checkout] : []));
  const [checkout] = checkouts;
  if (!checkout || problems.length > 0) return { problems };
  const roots = [...new Set(checkouts.map(({ root }) => root))];
  return roots.length === 1 ? { checkout, paths: checkouts.map(({ path }) => path) } : { problems: [severalRepositories(roots)] };
}

const severalRepositories = (roots: readonly string[]): LocatedProblem => ({
  severity: 'error',
  reason: 'SeveralRepositories',
  path: [],
  message: `the folders are in several repositories: ${roots.join(', ')}`,
  remedy: 'Ask about one at a time.',
});
