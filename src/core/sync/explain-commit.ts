import { explainBlocked, explainEvent } from '../explain.ts';
import type { DecidedStack, DecisionEvent } from '../model/decision.ts';
import type { PackageChange } from '../model/package-change.ts';
import { wrapLines } from './one-line.ts';

/** Git's own advice for the body of a message, https://git-scm.com/docs/git-commit#_discussion */
const WIDTH = 72;

/** What a commit does to a StackSet and why now, and what still waits; a line each. No line of it can be read as a trailer. */
export function explainCommit(change: PackageChange): string {
  return linesOf(change)
    .map((line) => wrapLines(`- ${line}`, WIDTH, '  '))
    .join('\n');
}

function linesOf(change: PackageChange): readonly string[] {
  if (change.kind === 'rendered') {
    const made = change.created.map((stack) => `create ${stack}`);
    return [...made, 'render what was committed without it; nothing is decided', ...(change.built ? [BUILT] : [])];
  }
  const { events, blocked, decision } = change.decision;
  const waits = blocked.map((reason) => `waits: ${explainBlocked(reason)}`);
  if (events.length === 0) return ['write the state, which moves nothing', ...waits];
  const stacks = new Map(decision?.stacks.map((stack) => [stack.name, stack]));
  return [...events.map((event) => [explainEvent(event), ...reasonsOf(event, stacks)].join('; ')), ...waits];
}

/** kustomize is not run over what anybody may push. */
const BUILT = 'take the StackSet that kustomize built last; run stackset render where its sources have changed since';

/** Why this happens now. */
function reasonsOf(event: DecisionEvent, stacks: ReadonlyMap<string, DecidedStack>): readonly string[] {
  switch (event.type) {
    case 'TrafficSwitched':
      return event.changes.filter(({ from, to }) => to > from).flatMap(({ stack }) => readyFor(stacks.get(stack)));
    case 'StackRevived':
      return wantedFor(stacks.get(event.stack));
    case 'StackScaledDown':
    case 'StackRemoved':
      return since(stacks.get(event.stack));
    default:
      return [];
  }
}

function readyFor(stack: DecidedStack | undefined): readonly string[] {
  if (!stack?.readiness.ready) return [];
  const { name, replicas, readyReplicas, neededReplicas } = stack.readiness;
  if (replicas === 0) return [`${name} is ready`];
  return [
    `${name} has ${readyReplicas} of ${replicas} pods ready and needs ${Math.max(neededReplicas, stack.state.prescaling?.replicas ?? 0)}`,
  ];
}

function wantedFor(stack: DecidedStack | undefined): readonly string[] {
  if (!stack) return [];
  const { desiredWeight, state } = stack;
  return [desiredWeight > 0 ? `${percent(desiredWeight)} is asked for` : `it has ${percent(state.weight)} of the traffic`];
}

const since = (stack: DecidedStack | undefined): readonly string[] =>
  stack?.state.noTrafficSince === undefined ? [] : [`without traffic since ${stack.state.noTrafficSince}`];

const percent = (weight: number): string => `${Number(weight.toFixed(4))} %`;
