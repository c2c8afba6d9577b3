import { FETCH } from './fetch-tips.ts';
import { PARTIAL_CLONE } from './partial-clone.ts';
import type { Remote } from './remote.ts';
import { RemoteError } from './remote-error.ts';
import type { BlobId } from './repository.ts';

/** Brings contents into the clone that it does not have yet, all in one go. */
export async function fetchBlobs(remote: Remote, oids: readonly BlobId[]): Promise<void> {
  const args = [...PARTIAL_CLONE, '-c', 'fetch.negotiationAlgorithm=noop', ...FETCH, '--filter=blob:none', '--stdin', 'origin'];
  await remote.run('fetching contents from', args, oids.map((oid) => `${oid}\n`).join(''));
}

/** Whether a server gives no object by its id: one that speaks protocol version 0, as over SSH where `AcceptEnv GIT_PROTOCOL` is missing. */
export const givesNoSingleObjects = (error: unknown): boolean =>
  error instanceof RemoteError && /does not allow request for unadvertised object/i.test(error.message);
