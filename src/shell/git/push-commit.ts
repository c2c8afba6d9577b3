import { branchRef } from './branch-ref.ts';
import { classifyRefusal } from './classify-refusal.ts';
import { GitError } from './git-error.ts';
import type { ObjectReader } from './object-reader.ts';
import type { Remote } from './remote.ts';
import { RemoteError } from './remote-error.ts';
import type { CommitId, PushOutcome } from './repository.ts';

async function readParent(reader: ObjectReader, commit: CommitId): Promise<CommitId | undefined> {
  const found = await reader.read(commit);
  if (found?.type !== 'commit' || found.content === undefined) throw new GitError(`The clone has no commit ${commit}.`);
  return /^parent ([0-9a-f]+)$/m.exec(found.content.toString('latin1').split('\n\n', 1)[0] ?? '')?.[1];
}

/** What `--porcelain` says of the branch, such as `[rejected] (stale info)`; undefined where Git came to no answer for it. */
function refusedBecause(stdout: string): string | undefined {
  return /^!\t[^\t]*\t(.*)$/m.exec(stdout)?.[1];
}

/** See `Repository.push`. */
export async function pushCommit(remote: Remote, reader: ObjectReader, commit: CommitId, branch: string): Promise<PushOutcome> {
  const ref = branchRef(branch);
  // The lease is a condition, not a force: the branch has to be at the parent, so that the step is a fast-forward whatever it says.
  const lease = `--force-with-lease=${ref}:${(await readParent(reader, commit)) ?? ''}`;
  try {
    const { exitCode, stdout, raw, message, silent } = await remote.call([
      'push',
      '--porcelain',
      '--progress',
      '--no-verify',
      '--no-signed',
      '--no-follow-tags',
      '--recurse-submodules=no',
      lease,
      'origin',
      `${commit}:${ref}`,
    ]);
    if (exitCode === 0) return { kind: 'pushed' };
    const because = refusedBecause(stdout) ?? '';
    const refusal = silent ? 'network' : classifyRefusal(`${because}\n${raw}`);
    return { kind: 'refused', refusal, message: [because, message].filter((text) => text !== '').join('\n') };
  } catch (error) {
    if (error instanceof RemoteError) return { kind: 'refused', refusal: error.refusal, message: error.message };
    throw error;
  }
}
