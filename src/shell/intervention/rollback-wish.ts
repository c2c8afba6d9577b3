import { weightsOf } from '../../core/history/state-changes.ts';
import { previousWeights } from '../../core/intervene/previous-weights.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { planTrafficEdit, type WantedWeight } from '../../core/traffic/plan-traffic-edit.ts';
import type { TrafficWeights } from '../../core/traffic/round-weights.ts';
import { literally } from '../checkout/check-checkout.ts';
import { findCommit } from '../checkout/find-commit.ts';
import { type Commit, describeCommit, readLog } from '../checkout/read-log.ts';
import { parseState } from '../history/parse-state.ts';
import { readVersions } from '../history/read-history.ts';
import { controllerOf } from '../history/state-version.ts';
import { type FoundStateFile, repositoryPath, type Target } from './find-target.ts';
import { errorOf, type Refused, refuse, refuseUse } from './intervention.ts';

/** What a person wants to go back to; the weights before the last move where nothing is said. */
export interface RollbackWish {
  /** A commit, as a person wrote it: the weights are those that it had. */
  readonly to?: string;
  readonly weights: readonly WantedWeight[];
}

export interface Course {
  readonly kind: 'course';
  /** In percent, of all stacks. */
  readonly wanted: TrafficWeights;
  /** Weights that can be kept until then: the present ones, or the last good ones where a stack without pods has some now. */
  readonly kept: TrafficWeights;
  /** Where the wanted weights come from, if from a commit. */
  readonly from?: Commit;
}

interface PastVersion {
  readonly state: StackSetState;
  readonly commit: Commit;
  readonly isPersons: boolean;
}

/** Finds the weights that a person wants, in the history of the state where they are not given. */
export async function findCourse(target: Target, found: FoundStateFile, wish: RollbackWish): Promise<Course | Refused> {
  const { state } = found;
  const past = await pastVersions(target, found);
  const kept = isPossible(state) ? weightsOf(state) : weightsOf(past.find((version) => isPossible(version.state))?.state);
  const course = { kind: 'course', kept } as const;
  if (wish.weights.length > 0) return givenWeights(target, state, wish.weights, course);
  if (wish.to !== undefined) return weightsAt(target, found, wish.to, course);
  if (!isPossible(state)) return { ...course, wanted: weightsOf(state) };
  const previous = previousWeights([{ state, isPersons: true }, ...past]);
  if (!previous || !('commit' in previous)) return refuse(await nothingBefore(target));
  return { ...course, wanted: weightsOf(previous.state), from: previous.commit };
}

/** Whether no stack without pods has weight: the mark of a revert that came too late. */
const isPossible = ({ spec }: StackSetState): boolean => !spec.stacks?.some(({ weight, scaledDown }) => scaledDown && weight > 0);

/** Newest first. */
async function pastVersions(target: Target, { file }: FoundStateFile): Promise<readonly PastVersion[]> {
  const { git } = target.checkout;
  const versions = await readVersions(git, await readLog(git, 'HEAD', [literally(repositoryPath(target, file))]));
  return versions.flatMap(({ after, commit }) => (after ? [{ state: after, commit, isPersons: controllerOf(commit) === undefined }] : []));
}

function givenWeights(
  { member, stacks }: Target,
  state: StackSetState,
  wanted: readonly WantedWeight[],
  course: Pick<Course, 'kind' | 'kept'>,
): Course | Refused {
  const present = {
    stackSet: member.stackSet.metadata.name,
    stacks,
    asked: new Map(stacks.map((name) => [name, 0])),
    live: weightsOf(state),
    weightPrecision: member.config.weightPrecision,
  };
  const plan = planTrafficEdit(wanted, present);
  return plan.kind === 'refused' ? refuseUse(...plan.problems) : { ...course, wanted: plan.after };
}

async function weightsAt(
  target: Target,
  { file }: FoundStateFile,
  revision: string,
  course: Pick<Course, 'kind' | 'kept'>,
): Promise<Course | Refused> {
  const { git } = target.checkout;
  const found = await findCommit(git, revision);
  if ('problem' in found) return refuseUse(found.problem);
  const id = found.commit;
  const content = await git.ask(['cat-file', 'blob', `${id}:${repositoryPath(target, file)}`]);
  const state = content.exitCode === 0 ? parseState(Buffer.from(content.stdout)) : undefined;
  if (!state) return refuse(noStateAt(revision));
  return { ...course, wanted: weightsOf(state), from: await describeCommit(git, id) };
}

const noStateAt = (revision: string): ReturnType<typeof errorOf> =>
  errorOf('NoState', `there was no state that can be read in ${revision}`, 'Choose a commit that `stackset history` lists.');

async function nothingBefore({ checkout, directory }: Target): Promise<ReturnType<typeof errorOf>> {
  const isShallow = (await checkout.git.ask(['rev-parse', '--is-shallow-repository'])).stdout.trim() === 'true';
  const message = isShallow
    ? 'this shallow clone knows of no other weights'
    : 'the history of the state has no other weights to go back to';
  const remedy = `Give the weights: stackset rollback ${directory} v1 100.`;
  return errorOf('NothingToGoBackTo', message, isShallow ? `Run \`git fetch --unshallow\`. ${remedy}` : remedy);
}
