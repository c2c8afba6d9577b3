import { dirname } from 'node:path/posix';
import { weightsOf } from '../../core/history/state-changes.ts';
import { currentVersion } from '../../core/lifecycle/stack-name.ts';
import type { Freeze } from '../../core/model/freeze.ts';
import type { PackageDecision } from '../../core/model/package-decision.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { Timestamp } from '../../core/model/state.ts';
import type { Target } from '../../core/model/sync-config.ts';
import { ordinalOf } from '../../core/resources/render-stack.ts';
import { DEFAULT_SYNC_SETTINGS } from '../../core/schema/sync-config/defaults.ts';
import { awaitDelivery, isStep } from '../../core/sync/await-delivery.ts';
import { checkFreeze } from '../../core/sync/freeze.ts';
import { isUnowned } from '../../core/sync/ownership.ts';
import { undecided } from '../../core/sync/undecided.ts';
import { askedWeights } from '../../core/traffic/asked-weights.ts';
import { decideStackSet } from '../controller/decide-stack-set.ts';
import { readFreezeFile } from '../controller/freeze-file.ts';
import { namespaceOf } from '../controller/namespace-of.ts';
import { PackageTracker } from '../controller/track-packages.ts';
import type { PlacedStackSet, TrackedPackage } from '../controller/tracked-package.ts';
import { DeliveryObserver } from '../delivery/delivery-observer.ts';
import { dumpDeliveries } from '../delivery/dump-deliveries.ts';
import type { CommitId, History } from '../git/repository.ts';
import { dumpCluster } from '../kubernetes/dump-cluster.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import { observeStacks } from '../kubernetes/observe-stacks.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { judgeStanding } from './judge-standing.ts';
import { type Moments, readMoments } from './read-moments.ts';
import type { StackSetStatus, StackWeights } from './stack-set-status.ts';
import { walkedHistory } from './walked-history.ts';

export interface StatusQuestion {
  readonly history: History;
  /** The commit to look at. */
  readonly commit: CommitId;
  /** Folders to look below, from the repository's root; `.` for all of it. */
  readonly paths: readonly string[];
  readonly live: LiveObjects;
  readonly now: Timestamp;
  /** Of the packages that name none. */
  readonly namespace?: string;
  /** The same by folder, where no namespace is given for all. */
  readonly targets?: readonly Target[];
  /** By default the one that holds where a SyncConfig says nothing. */
  readonly freezeFile?: string;
}

/**
 * Why the StackSets of a commit do or do not move: what their sync controllers would decide now, by what the cluster has. A controller's own
 * name and folder are taken from the states.
 */
export async function readStatus(question: StatusQuestion): Promise<readonly StackSetStatus[]> {
  const { history, commit, paths } = question;
  const entries = await history.log({ to: commit, paths });
  const tracker = new PackageTracker(walkedHistory(history, entries), { paths, files: DEFAULT_SYNC_SETTINGS.files }, async (id) => id);
  await tracker.moveTo({ source: commit });
  const packages = [...tracker.packages.values()].toSorted((a, b) => (a.folder < b.folder ? -1 : 1));
  const stackSets = packages.flatMap((found) => found.stackSets);
  const moments = await readMoments(history, entries, stackSets);
  const freeze = await readFreezeFile(history, commit, question.freezeFile ?? DEFAULT_SYNC_SETTINGS.freezeFile);
  const asked = { ...question, ...(freeze && { freeze }) };
  const statuses: StackSetStatus[] = [];
  for (const found of packages) {
    for (const tracked of found.stackSets) statuses.push(await statusOf(tracked, found, moments.get(tracked.id) ?? {}, asked));
    statuses.push(...found.unreadable.map((unreadable) => unreadableStatus(unreadable, found)));
  }
  return statuses;
}

function unreadableStatus({ name, namespace, problems }: TrackedPackage['unreadable'][number], { folder }: TrackedPackage): StackSetStatus {
  const decision = undecided({}, [{ reason: 'Invalid', problems }]);
  const judged = judgeStanding({ stackSet: { metadata: { name } }, state: undefined, decision, problems, isStale: false, stacks: [] });
  return { name, ...(namespace !== undefined && { namespace }), folder, ...judged, blocked: decision.blocked, stacks: [], problems };
}

async function statusOf(
  tracked: PlacedStackSet['tracked'],
  { folder, standing }: TrackedPackage,
  moments: Moments,
  question: StatusQuestion & { readonly freeze?: Freeze },
): Promise<StackSetStatus> {
  const { live, now, namespace: given, targets = [], freeze } = question;
  const { found } = tracked;
  const { stackSet, state } = found;
  const place = namespaceOf(stackSet, folder, given === undefined ? targets : [{ path: '.', namespace: given }], live);
  const faults = [...(standing.kind === 'invalid' ? standing.problems : []), ...place.problems.map(found.locate)];
  const placed = { tracked, folder, namespace: place.namespace };
  const controller = state?.spec.controller ?? '';
  const context = { controller, cluster: dumpCluster(live), now, ...(freeze && { freeze }) };
  const { decision: decided, problems } = isUnowned(state)
    ? { decision: undecided({}, checkFreeze({ ...context, controller: undefined })), problems: faults }
    : decideStackSet(placed, context, faults);
  const decision = await delivered(decided, placed, question);
  const stacks = weightsAndPods(placed, live);
  const judged = judgeStanding({ stackSet, state, decision, problems, isStale: standing.kind === 'stale', stacks });
  const since = sinceOf(judged.standing, moments, decision.nextState?.spec.hold?.since);
  return {
    ...(place.namespace !== undefined && { namespace: place.namespace }),
    name: stackSet.metadata.name,
    version: currentVersion(stackSet),
    folder,
    ...judged,
    ...(since !== undefined && { since }),
    blocked: decision.blocked,
    stacks,
    ...(decision.nextMoment !== undefined && { nextMoment: decision.nextMoment }),
    ...(controller !== '' && { controller }),
    ...(state?.spec.hold && { hold: state.spec.hold }),
    ...(moments.commit !== undefined && { commit: moments.commit }),
    problems: problems.map(inRepository),
  };
}

/** The decision, unless what applies the package is behind. */
async function delivered(
  decision: PackageDecision,
  { tracked, folder, namespace }: PlacedStackSet,
  { live, history, commit }: StatusQuestion,
): Promise<PackageDecision> {
  if (!isStep(decision)) return decision;
  const settings = { argoCDNamespace: DEFAULT_SYNC_SETTINGS.delivery.argoCDNamespace, appliedBy: [] };
  const observer = new DeliveryObserver({ source: dumpDeliveries(live), live, history, settings });
  const stackSet = { namespace, name: tracked.found.stackSet.metadata.name };
  const [observation] = await observer.observe([{ stackSet, folder, output: dirname(tracked.stateFile) }], commit);
  return observation ? awaitDelivery(decision, observation) : decision;
}

/** A problem of a commit, whose root is `/`, with its place from the repository's root. */
const inRepository = (problem: LocatedProblem): LocatedProblem =>
  problem.file?.startsWith('/') ? { ...problem, file: problem.file.slice(1) } : problem;

function sinceOf(standing: StackSetStatus['standing'], moments: Moments, hold: Timestamp | undefined): Timestamp | undefined {
  switch (standing) {
    case 'held':
      return hold;
    case 'done':
      return moments.moved ?? moments.touched;
    case 'moving':
    case 'waiting':
    case 'paused':
    case 'notAdopted':
    case 'leaving':
    case 'invalid':
      return moments.touched;
    case 'frozen':
      return undefined;
  }
}

/** The name of the stack that has all traffic where there is no state, and nothing is asked for. */
const oldestOf = (stacks: readonly Stack[]): string => stacks.toSorted((a, b) => ordinalOf(a) - ordinalOf(b))[0]?.metadata.name ?? '';

function weightsAndPods({ tracked: { found }, namespace }: PlacedStackSet, live: LiveObjects): readonly StackWeights[] {
  const { stackSet, state, config } = found;
  const stacks = found.stacks.map(({ stack }) => stack);
  const names = stacks.map(({ metadata }) => metadata.name);
  const metadata = namespace === undefined ? stackSet.metadata : { ...stackSet.metadata, namespace };
  const observation = observeStacks({ ...stackSet, metadata }, stacks, live, config);
  const wanted = askedWeights(stackSet, names, config);
  const asksForNone = [...wanted.values()].every((weight) => weight === 0);
  const inGit = weightsOf(state);
  const rendered = asksForNone ? new Map([[oldestOf(stacks), 100]]) : wanted;
  return names.map((name) => {
    const decided = (state ? inGit : rendered).get(name) ?? 0;
    const { pods, routes = [] } = observation.get(name) ?? {};
    return {
      name,
      live: routes[0]?.weight ?? decided,
      decided,
      asked: asksForNone ? decided : (wanted.get(name) ?? 0),
      ...(pods && { pods: { ready: pods.readyReplicas, wanted: pods.replicas } }),
    };
  });
}
