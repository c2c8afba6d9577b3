import type { Blocked, DecisionEvent, LackingChild, RouteLag, StackReadiness, TrafficChange } from './model/decision.ts';

/** All texts about decisions, for people. */

/** Why something does not happen: "shop-v2 has 1 of 3 pods ready; switching needs 3". */
export function explainBlocked(blocked: Blocked): string {
  switch (blocked.reason) {
    case 'StacksNotReady':
      return blocked.stacks.map(explainReadiness).join('; ');
    case 'NotApplied':
      return `the cluster does not show the last step yet: ${blocked.routes.map(explainLag).join(', ')}`;
    case 'OnHold':
      return `traffic is on hold since ${blocked.since} by commit ${blocked.commit}; spec.traffic asks for ${explainWeights(blocked.asked)}`;
    case 'StillRouted':
      return `not scaled down yet: ${blocked.routes.map(({ name, kind, routed }) => `the live ${kind} still gives ${name} ${percent(routed)}`).join(', ')}`;
    case 'StillProtected':
      return `${blocked.stacks.join(', ')} not removed yet: live objects are still protected from pruning, which the next sync takes away`;
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
  }
}

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
      return `prescale ${event.stack} to ${event.replicas} pods for ${percent(event.weight)}`;
    case 'PrescalingReset':
      return `end the prescaling of ${event.stack}`;
    case 'StackRevived':
      return `start ${event.stack} again`;
    case 'StackScaledDown':
      return `scale down ${event.stack}`;
    case 'StackRemoved':
      return `remove ${event.stack}`;
  }
}

const explainChange = ({ stack, from, to }: TrafficChange): string => `${stack} ${percent(from)} to ${percent(to)}`;

const explainWeights = (weights: ReadonlyMap<string, number>): string =>
  [...weights].flatMap(([name, weight]) => (weight > 0 ? [`${name} ${percent(weight)}`] : [])).join(', ');

const percent = (weight: number): string => `${Number(weight.toFixed(4))} %`;
