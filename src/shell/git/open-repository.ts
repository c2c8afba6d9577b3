import { branchRef } from './branch-ref.ts';
import { openClone } from './clone.ts';
import { formatCloneConfig } from './clone-config.ts';
import { claimCloneFolder } from './clone-folder.ts';
import { ClonedRepository } from './cloned-repository.ts';
import { gitEnvironment } from './git-environment.ts';
import { loginSource } from './login.ts';
import { parseRemoteUrl } from './remote-url.ts';
import type { Repository } from './repository.ts';
import type { RepositoryOptions, Timeouts } from './repository-options.ts';

/** In milliseconds. A server that computes for minutes says so by progress; one that hangs says nothing. */
const TIMEOUTS: Timeouts = { silence: 60_000, remote: 30 * 60_000, local: 120_000 };

/**
 * Claims a clone of the repository in the cache folder, or begins an empty one. Nothing is asked of the server before the first `fetch`.
 * Throws for an address or a branch that is none, and if the folder cannot be used.
 */
export async function openRepository(options: RepositoryOptions): Promise<Repository> {
  const { branch, outputBranch, committer, environment = process.env } = options;
  const url = parseRemoteUrl(options.url);
  for (const name of [branch, outputBranch]) if (name !== undefined) branchRef(name);
  const { path: folder, release } = await claimCloneFolder(options.cacheFolder, url.text);
  try {
    const clone = {
      folder,
      url,
      config: formatCloneConfig(url, options),
      environment: gitEnvironment(folder, environment),
      login: loginSource(options.credentials, environment),
      timeouts: { ...TIMEOUTS, ...options.timeouts },
    };
    const commits = { committer, signed: options.signing !== undefined };
    return new ClonedRepository({ clone, release, branch, outputBranch, commits }, await openClone(clone));
  } catch (error) {
    await release();
    throw error;
  }
}
