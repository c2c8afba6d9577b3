import { sep } from 'node:path';
import { checkCheckout } from '../checkout/check-checkout.ts';
import { commitFiles } from '../checkout/commit-files.ts';
import { checkPush, distanceTo, pushBranch, type Upstream, upstreamOf } from '../checkout/push-branch.ts';
import type { CommitId } from '../git/repository.ts';
import { performPlan } from '../package/perform-plan.ts';
import type { FileChange } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { replaceFile } from '../traffic/replace-file.ts';
import { repositoryPath, type Target } from './find-target.ts';
import { errorOf, type Intervention } from './intervention.ts';
import { formatMessage } from './message.ts';

/** The checkout in which a commit is made, and how people at the working directory name it. */
export interface CommitPlace extends Pick<Target, 'checkout' | 'directory' | 'workingDirectory'> {
  /** Files that people write: their permissions stay, and a link is followed. Absolute. */
  readonly peoplesFiles: ReadonlySet<string>;
}

export const placeOf = (target: Target): CommitPlace => ({ ...target, peoplesFiles: new Set([target.member.source.file]) });

export interface Performance {
  readonly commits: boolean;
  readonly pushes: boolean;
  /** What the person gave as a reason, for the commit's body. */
  readonly why?: string;
}

export type Performed =
  | { readonly kind: 'refused'; readonly problems: readonly LocatedProblem[] }
  /** Only edited. */
  | { readonly kind: 'edited' }
  | {
      readonly kind: 'committed';
      readonly commit: CommitId;
      readonly upstream?: Upstream;
      /** Whether the server has it; a problem says why not, where it should. */
      readonly isPushed: boolean;
      readonly problems: readonly LocatedProblem[];
    };

/** Writes what was planned, commits it alone, and pushes it, as far as that is wanted: either the commit is made, or nothing is changed. */
export async function performIntervention(intervention: Intervention, place: CommitPlace, wish: Performance): Promise<Performed> {
  const { checkout } = place;
  const { changes, message } = intervention;
  const paths = changes.map(({ path }) => repositoryPath(place, path));
  const upstream = wish.commits ? await upstreamOf(checkout) : undefined;
  const problems = [...(await checkCheckout(checkout, paths, wish.commits)), ...(wish.pushes ? await checkPush(checkout, upstream) : [])];
  if (problems.length > 0) return { kind: 'refused', problems };
  write(changes, place);
  if (!wish.commits) return { kind: 'edited' };
  const commit = await commitOrUndo(changes, place, () => commitFiles(checkout, paths, formatMessage(message, wish.why)));
  const pushed = wish.pushes && upstream ? await pushTo(place, upstream) : undefined;
  return {
    kind: 'committed',
    commit,
    isPushed: pushed !== undefined && pushed.length === 0,
    problems: pushed ?? (upstream ? await behind(place, upstream) : []),
    ...(upstream && { upstream }),
  };
}

function write(changes: readonly FileChange[], { peoplesFiles }: CommitPlace): void {
  const isPersons = ({ path, action }: FileChange): boolean => action === 'update' && peoplesFiles.has(path);
  performPlan({ changes: changes.filter((change) => !isPersons(change)), packages: [], problems: [] }, sep);
  for (const change of changes.filter(isPersons)) if (change.action === 'update') replaceFile(change.path, change.after);
}

async function commitOrUndo(changes: readonly FileChange[], place: CommitPlace, commit: () => Promise<CommitId>): Promise<CommitId> {
  try {
    return await commit();
  } catch (error) {
    write(changes.map(inverse), place);
    throw error;
  }
}

function inverse(change: FileChange): FileChange {
  const { path, before } = change;
  switch (change.action) {
    case 'create':
      return { action: 'remove', path, before: change.after };
    case 'update':
      return { action: 'update', path, before: change.after, after: before };
    case 'remove':
      return { action: 'create', path, before: '', after: before };
  }
}

async function pushTo({ checkout }: CommitPlace, upstream: Upstream): Promise<readonly LocatedProblem[]> {
  const words = await pushBranch(checkout, upstream);
  return words === undefined ? [] : [notPushed(upstream, words)];
}

const notPushed = ({ name }: Upstream, words: string): LocatedProblem =>
  errorOf(
    'PushRefused',
    `the commit is made here, but ${name} did not take it: ${words}`,
    'Take it back with `git reset --keep HEAD~1`, get the tip with `git pull`, and try again; or push it another way.',
  );

/** By what is known without asking the server. */
async function behind({ checkout }: CommitPlace, { name }: Upstream): Promise<readonly LocatedProblem[]> {
  const distance = await distanceTo(checkout);
  if (distance.behind === 0) return [];
  const message = `${name} has ${distance.behind} commit${distance.behind === 1 ? '' : 's'} that this branch does not have`;
  return [
    {
      ...errorOf('BranchBehind', message, 'Look at what they decided: `stackset history`; then `git pull --rebase` and push.'),
      severity: 'warning',
    },
  ];
}
