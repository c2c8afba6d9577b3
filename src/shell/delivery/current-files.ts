import type { DeliveredRevision } from '../../core/model/delivery.ts';
import type { CommitId, History } from '../git/repository.ts';
import type { Commits } from './read-progress.ts';

const COMMIT_ID = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Of generated files. States never are. */
export const isApplied = (path: string): boolean => !path.endsWith('.state.yaml');

/**
 * Tells whether commits have the generated files that the tip has. The files are compared, not the history: so a commit of another branch
 * counts, one before a squash, and one that many others have followed which touched other packages only.
 */
export class CurrentFiles {
  readonly #history: Pick<History, 'changedFiles'>;
  #tip: CommitId = '';
  /** Paths that differ from the tip, by commit; undefined where the clone does not have it. */
  #differences = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(history: Pick<History, 'changedFiles'>) {
    this.#history = history;
  }

  /**
   * @param commits of one apply; those of other repositories count for nothing
   * @param output folder of generated files, from the repository's root
   */
  async judge(commits: Commits, tip: CommitId, output: string): Promise<DeliveredRevision> {
    const known: DeliveredRevision[] = [];
    for (const commit of commits) {
      const upToDate = await this.#isCurrent(commit, tip, output);
      if (upToDate !== undefined) known.push({ commit, upToDate });
    }
    return known.find(({ upToDate }) => upToDate) ?? known[0] ?? { commit: commits[0] ?? '', upToDate: undefined };
  }

  async #isCurrent(commit: string, tip: CommitId, output: string): Promise<boolean | undefined> {
    if (commit === tip) return true;
    if (!COMMIT_ID.test(commit)) return undefined;
    const paths = await this.#difference(commit, tip);
    return paths && !paths.some((path) => path.startsWith(`${output}/`));
  }

  #difference(commit: string, tip: CommitId): Promise<readonly string[] | undefined> {
    if (tip !== this.#tip) this.#differences = new Map();
    this.#tip = tip;
    const known = this.#differences.get(commit) ?? this.#compare(commit, tip);
    this.#differences.set(commit, known);
    return known;
  }

  async #compare(commit: string, tip: CommitId): Promise<readonly string[] | undefined> {
    try {
      const changes = await this.#history.changedFiles(commit, tip, ['.']);
      return changes.flatMap(({ path }) => (isApplied(path) ? [path] : []));
    } catch {
      return undefined;
    }
  }
}
