import type { CommitId, History } from '../git/repository.ts';

/** Ends every commit on a branch of generated files, with the commit of the sources that they were made from. */
export const SOURCE_TRAILER = 'Sync-Source';

const COMMIT_ID = /^[0-9a-f]{40,64}$/;

/** As many commits as are looked at to find one of the controller's: people who commit on its branch do so now and then. */
const FAR_ENOUGH = 200;

/** Finds the sources of generated files that have a branch of their own, by that branch's history. */
export class OutputHistory {
  readonly #history: Pick<History, 'log'>;
  readonly #known = new Map<CommitId, CommitId | undefined>();

  constructor(history: Pick<History, 'log'>) {
    this.#history = history;
  }

  /** The commit of the sources that the newest of the controller's commits, at or before one, was made from. */
  async sourceOf(commit: CommitId): Promise<CommitId | undefined> {
    if (!this.#known.has(commit)) this.#known.set(commit, await this.#find(commit));
    return this.#known.get(commit);
  }

  async #find(commit: CommitId): Promise<CommitId | undefined> {
    const entries = await this.#history.log({ to: commit, limit: FAR_ENOUGH });
    const values = entries.flatMap(({ trailers }) => trailers.flatMap(({ key, value }) => (key === SOURCE_TRAILER ? [value] : [])));
    return values.find((value) => COMMIT_ID.test(value));
  }
}
