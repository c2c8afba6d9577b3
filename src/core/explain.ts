import { PAUSE_ANNOTATION } from './model/annotations.ts';
import type {
  Blocked,
  DecisionEvent,
  LackingChild,
  LateDelivery,
  LiveRoute,
  PackageOwner,
  RouteLag,
  StackReadiness,
  TrafficChange,
} from './model/decision.ts';
import type { DeliveryReference } from './model/delivery.ts';
import { formatPath, type Problem } from './model/problem.ts';
import type { Timestamp } from './model/state.ts';

/** All texts about decisions, for people. */

/** Why something does not happen: "shop-v2 has 1 of 3 pods ready; switching needs 3". */
export function explainBlocked(blocked: Blocked): string {
  switch (blocked.reason) {
    case 'StacksNotReady':
      return blocked.stacks.map(explainReadiness).join('; ');
    case 'NotApplied':
      return `the cluster does not show the last step yet: ${blocked.routes.map(explainLag).join(', ')}`;
    case 'NotDelivered':
      return `${blocked.deliveries.map(explainLateDelivery).join(', ')}; the next step waits for ${shortCommit(blocked.commit)}`;
    case 'OnHold':
      return `traffic is on hold since ${blocked.since} by commit ${shortCommit(blocked.commit)}; spec.traffic asks for ${explainWeights(blocked.asked)}`;
    case 'StillRouted':
      return `not scaled down yet: ${blocked.routes.map(({ name, kind, routed }) => `the live ${kind} still gives ${name} ${percent(routed)}`).join(', ')}`;
    case 'StillProtected':
      return `${blocked.stacks.join(', ')} not removed yet: live objects are still protected from pruning, which the next sync takes away`;
    case 'StillRunning':
      return `not started again yet: ${blocked.stacks.map(({ name, replicas }) => `${name} is scaled down in Git, and its live Deployment still has replicas: ${replicas}`).join('; ')}; sync it, or scale it to 0`;
    case 'Draining':
      return explainDraining(blocked.until, blocked.routes);
    case 'Frozen':
      return explainFreeze(blocked);
    case 'Paused':
      return `decisions are paused by the annotation ${PAUSE_ANNOTATION}`;
    case 'NotAdopted':
      return explainOwner(blocked.owner, blocked.here);
    case 'ObservationStale':
      return `nothing is decided, since what is known of the cluster is from ${blocked.since}: ${blocked.why}`;
    case 'Invalid':
      return blocked.problems.map(explainProblem).join('; ');
  }
}

/** The names of the stacks that a reason is about. */
export function stacksOf(blocked: Blocked): readonly string[] {
  switch (blocked.reason) {
    case 'StacksNotReady':
      return blocked.stacks.map(({ name }) => name);
    case 'NotApplied':
    case 'StillRouted':
      return [...new Set(blocked.routes.map(({ name }) => name))];
    case 'OnHold':
      return [...blocked.asked].flatMap(([name, weight]) => (weight > 0 ? [name] : []));
    case 'StillProtected':
      return blocked.stacks;
    case 'StillRunning':
      return blocked.stacks.map(({ name }) => name);
    case 'Draining':
      return [...new Set(blocked.routes.map(({ stack }) => stack))];
    case 'NotDelivered':
    case 'Frozen':
    case 'Paused':
    case 'NotAdopted':
    case 'ObservationStale':
    case 'Invalid':
      return [];
  }
}

function explainDraining(until: Timestamp, routes: readonly LiveRoute[]): string {
  const live = routes.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  return live === ''
    ? `not removed yet: its routes are gone, and requests under way have until ${until}`
    : `not removed yet: its routes left Git, and the cluster still has ${live}`;
}

function explainFreeze({ path, why, until, problems }: Extract<Blocked, { readonly reason: 'Frozen' }>): string {
  const [first] = problems;
  if (first) return `decisions are frozen by ${path}, which cannot be read: ${explainProblem(first)}; correct it, or remove it to go on`;
  return `decisions are frozen by ${path}${until === undefined ? '' : ` until ${until}`}: ${why}`;
}

function explainLateDelivery({ kind, namespace, name, at, underWay }: LateDelivery): string {
  const place = at === undefined ? 'has applied nothing yet' : `${underWay ? 'is applying' : 'is at'} ${shortCommit(at)}`;
  return `${nameOfDelivery({ kind, namespace, name })} ${place}`;
}

/** `Application argocd/shop`. */
const nameOfDelivery = ({ kind, namespace, name }: DeliveryReference): string => `${kind} ${namespace}/${name}`;

function explainOwner(owner: PackageOwner, here: PackageOwner): string {
  const differs =
    owner.controller === here.controller
      ? `in ${owner.path}, and this is ${here.path}`
      : `${owner.controller}, and this is ${here.controller}`;
  const who = owner.controller === here.controller ? 'the package was adopted' : 'the package belongs to the controller';
  return `${who} ${differs}; run \`stackset adopt\` to take it over`;
}

function explainProblem({ object, path, message }: Problem): string {
  const place = [...(object ? [`${object.kind} ${object.name}`] : []), ...(path.length > 0 ? [formatPath(path)] : [])];
  return [...place, message].join(': ');
}

/**
 * The same for two reasons that a person need not be told twice: who waits for what is in it, how many pods are ready by now is not.
 */
export const likenessOf = (blocked: Blocked): string =>
  [blocked.reason, ...stacksOf(blocked), wordsOf(blocked).replaceAll(/\d+/g, '0')].join(' ');

/** Others may push all the time, and each time the revisions are others. */
const wordsOf = (blocked: Blocked): string =>
  blocked.reason === 'NotDelivered' ? blocked.deliveries.map(nameOfDelivery).join(', ') : explainBlocked(blocked);

/** What keeps a stack from getting more traffic; the first thing that has to happen. */
export function explainReadiness({ name, lacking, replicas, updatedReplicas, readyReplicas, neededReplicas }: StackReadiness): string {
  const [first] = lacking;
  if (first) return explainLack(name, first);
  if (replicas === 0) return `${name} has no pods; switching needs ${Math.max(1, neededReplicas)}`;
  const pods = Math.max(replicas, neededReplicas);
  if (readyReplicas < neededReplicas) return `${name} has ${readyReplicas} of ${pods} pods ready; switching needs ${neededReplicas}`;
  return `${name} has ${updatedReplicas} of ${pods} pods updated; switching needs ${neededReplicas}`;
}

function explainLack(stack: string, { kind, name, lack }: LackingChild): string {
  const child = name === stack ? `its ${kind}` : `its ${kind} ${name}`;
  switch (lack) {
    case 'missing':
      return `${stack} is not ready: ${child} is not in the cluster`;
    case 'outdated':
      return `${stack} is not ready: ${child} in the cluster is of another version of the Stack`;
    case 'unobserved':
      return `${stack} is not ready: the cluster has not looked at ${child} since it changed`;
    case 'leftover':
      return `${stack} is not ready: ${child} is still in the cluster, although the Stack has none`;
  }
}

const explainLag = ({ name, kind, decided, routed }: RouteLag): string =>
  `${name} has ${percent(routed)} by its ${kind} and should have ${percent(decided)}`;

/** What happened: "shop-v1 60 % to 40 %, shop-v2 40 % to 60 %". */
export function explainEvent(event: DecisionEvent): string {
  switch (event.type) {
    case 'StackCreated':
      return `create ${event.stack}`;
    case 'TrafficSwitched':
      return `traffic: ${event.changes.map(explainChange).join(', ')}`;
    case 'Prescaled':
      return `prescale ${event.stack} to ${event.replicas} ${event.replicas === 1 ? 'pod' : 'pods'} for ${percent(event.weight)}`;
    case 'PrescalingReset':
      return `end the prescaling of ${event.stack}`;
    case 'StackRevived':
      return `start ${event.stack} again`;
    case 'StackScaledDown':
      return `scale down ${event.stack}`;
    case 'StackRemoved':
      return `remove ${event.stack}`;
    case 'Adopted':
      return `adopt the package as ${event.owner.controller} in ${event.owner.path}`;
    case 'HoldBegan':
      return `hold traffic as commit ${shortCommit(event.commit)} moved it`;
    case 'HoldEnded':
      return `end the hold of commit ${shortCommit(event.commit)}`;
    case 'StateRestored':
      return 'restore the state, which was deleted';
    case 'StateRepaired':
      return `repair the state: ${event.problems.map(({ message }) => message).join('; ')}`;
    case 'StackSetDrained':
      return `take all routes of ${event.stackSet} away`;
    case 'DrainEnded':
      return `keep ${event.stackSet} after all, with its routes`;
    case 'StackSetRemoved':
      return `remove ${event.stackSet} with all its stacks`;
  }
}

/** The names of the stacks that an event is about; none where it is about the whole StackSet. */
export function stacksOfEvent(event: DecisionEvent): readonly string[] {
  switch (event.type) {
    case 'StackCreated':
    case 'Prescaled':
    case 'PrescalingReset':
    case 'StackRevived':
    case 'StackScaledDown':
    case 'StackRemoved':
      return [event.stack];
    case 'TrafficSwitched':
      return event.changes.map(({ stack }) => stack);
    case 'Adopted':
    case 'HoldBegan':
    case 'HoldEnded':
    case 'StateRestored':
    case 'StateRepaired':
    case 'StackSetDrained':
    case 'DrainEnded':
    case 'StackSetRemoved':
      return [];
  }
}

const explainChange = ({ stack, from, to }: TrafficChange): string => `${stack} ${percent(from)} to ${percent(to)}`;

const explainWeights = (weights: ReadonlyMap<string, number>): string =>
  [...weights].flatMap(([name, weight]) => (weight > 0 ? [`${name} ${percent(weight)}`] : [])).join(', ');

/** As `git log --oneline` shows it; what is no commit id stays as it is. */
export const shortCommit = (commit: string): string => (/^[0-9a-f]{40,64}$/.test(commit) ? commit.slice(0, 12) : commit);

const percent = (weight: number): string => `${Number(weight.toFixed(4))} %`;
