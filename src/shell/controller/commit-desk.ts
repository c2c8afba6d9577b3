import { formatCommitMessage } from '../../core/sync/format-commit-message.ts';
import type { Repository, Tips } from '../git/repository.ts';
import { SOURCE_TRAILER } from './output-history.ts';
import type { PassOutcome } from './pass-report.ts';
import type { Proposal } from './proposal.ts';

interface DeskOptions {
  /** `metadata.name` of the SyncConfig. */
  readonly controller: string;
  readonly repository: Pick<Repository, 'commit' | 'push'>;
  readonly dryRun: boolean;
  /** Whether a commit may be pushed now. */
  readonly mayAct: () => boolean;
}

/** Where proposals become commits on the server. The push is the one moment at which anything changes: all of it, or nothing. */
export class CommitDesk {
  readonly #options: DeskOptions;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** @param tips those that the proposal was made on */
  async submit({ changes, files }: Proposal, tips: Tips, signal: AbortSignal): Promise<PassOutcome> {
    const { controller, repository, dryRun, mayAct } = this.#options;
    const message = withSource(formatCommitMessage(changes, controller), tips);
    if (dryRun) return { kind: 'wouldCommit', message, changes, files: files.map(({ path }) => path) };
    const isStopped = (): boolean => signal.aborted || !mayAct();
    if (isStopped()) return { kind: 'dropped' };
    const { name, tip } = tips.output ?? tips.branch;
    const content = files.map((file) => ({ path: file.path, content: file.action === 'remove' ? undefined : file.after }));
    const commit = await repository.commit({ parent: tip, changes: content, message });
    if (commit === undefined) return { kind: 'unchanged' };
    if (isStopped()) return { kind: 'dropped' };
    const push = await repository.push(commit, name);
    return push.kind === 'pushed' ? { kind: 'committed', commit, message, changes } : { ...push, changes };
  }
}

/** The trailers are the last paragraph. */
const withSource = (message: string, { branch, output }: Tips): string =>
  output === undefined ? message : `${message.trimEnd()}\n${SOURCE_TRAILER}: ${branch.tip}\n`;
