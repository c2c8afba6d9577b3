/** Ends every commit of a sync controller, with the name of its SyncConfig. */
export const CONTROLLER_TRAILER = 'Sync-Controller';

interface Signature {
  readonly name: string;
  readonly email: string;
}

/** The parts of a commit that tell who made it. */
export interface CommitOrigin {
  readonly author: Signature;
  readonly committer: Signature;
  readonly trailers: readonly { readonly key: string; readonly value: string }[];
}

/**
 * Whether a sync controller made a commit, whichever of them. The trailer alone does not tell: a cherry-pick and a rebase carry it along,
 * with the controller as author and the person as committer; such a commit is the person's. A revert carries no trailers.
 * https://git-scm.com/docs/git-cherry-pick
 */
export function isControllerCommit({ author, committer, trailers }: CommitOrigin): boolean {
  const signed = trailers.some(({ key, value }) => key.toLowerCase() === CONTROLLER_TRAILER.toLowerCase() && value !== '');
  return signed && author.name === committer.name && author.email === committer.email;
}
