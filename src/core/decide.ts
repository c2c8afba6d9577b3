import { beginDecision } from './lifecycle/begin-decision.ts';
import { decisionEvents } from './lifecycle/decision-events.ts';
import { isLeaving } from './lifecycle/leaving.ts';
import { differsInDecisions, nextState } from './lifecycle/next-state.ts';
import { removeStacks } from './lifecycle/remove-stacks.ts';
import { scaleDown } from './lifecycle/scale-down.ts';
import type { DecisionRule, Situation } from './lifecycle/situation.ts';
import { trackTraffic } from './lifecycle/track-traffic.ts';
import type { Decision } from './model/decision.ts';
import { referenceTo } from './model/kubernetes.ts';
import type { Observation } from './model/observation.ts';
import type { DecisionPolicy } from './model/policy.ts';
import type { Problem } from './model/problem.ts';
import type { Stack } from './model/stack.ts';
import type { StackSet } from './model/stack-set.ts';
import type { StackSetState, Timestamp } from './model/state.ts';
import { formatTimestamp, parseTimestamp } from './model/timestamp.ts';
import { prescale } from './prescale/prescale.ts';
import { hasRoutes } from './traffic/asked-weights.ts';
import { forgetTraffic } from './traffic/forget-traffic.ts';
import { orderSegments } from './traffic/order-segments.ts';
import { repairWeights } from './traffic/repair-weights.ts';
import type { TrafficWeights } from './traffic/round-weights.ts';
import { computeSegments } from './traffic/segments.ts';
import { settleWeights } from './traffic/settle-weights.ts';
import { switchTraffic } from './traffic/switch-traffic.ts';

/** What is decided where something routes to the stacks, in this order. A new rule is one file and one line here. */
const RULES: readonly DecisionRule[] = [
  repairWeights,
  settleWeights,
  prescale,
  switchTraffic,
  trackTraffic,
  scaleDown,
  removeStacks,
  orderSegments,
];

/** What is decided where nothing does. */
const RULES_WITHOUT_ROUTES: readonly DecisionRule[] = [forgetTraffic, removeStacks, orderSegments];

/** What only a controller knows and wants. */
export interface DecideOptions {
  /** Whether the stack of the current version is made where it is missing; by default it is. A controller leaves that to render. */
  readonly creates?: boolean;
  /** The last good weights, given where those of the state cannot be carried out. */
  readonly repairTo?: TrafficWeights;
}

/**
 * What happens next to a StackSet: the next state, the stacks that come and go, and a reason for everything that is held back. Pure:
 * the same input gives the same decision, in whatever order stacks and state entries are given.
 * @param stacks those in Git
 * @param state the decisions so far; undefined before the first
 * @param observation what the cluster shows
 * @param now RFC 3339; where it is none, everything stays as it is and a problem says so
 */
export function decide(
  stackSet: StackSet,
  stacks: readonly Stack[],
  state: StackSetState | undefined,
  observation: Observation,
  now: Timestamp,
  policy: DecisionPolicy,
  { creates = true, repairTo }: DecideOptions = {},
): Decision {
  const seconds = parseTimestamp(now);
  const times = { now: seconds ?? 0, nowText: formatTimestamp(seconds ?? 0) };
  const input = { stackSet, stacks, state, observation, policy, ...times, ...(repairTo && { repairTo }) };
  if (seconds === undefined) return undecided(beginDecision({ ...input, creates: false }), unreadableTime(stackSet, now));
  const rules = hasRoutes(stackSet) ? RULES : RULES_WITHOUT_ROUTES;
  return decisionOf(
    rules.reduce((situation, rule) => rule(situation), beginDecision({ ...input, creates: creates && !isLeaving(stackSet) })),
  );
}

/** Everything stays as it is. */
function undecided(situation: Situation, problem: Problem): Decision {
  const decision = decisionOf(situation);
  return { ...decision, state: situation.before ?? decision.state, events: [], problems: [problem], worthACommit: false };
}

function decisionOf(situation: Situation): Decision {
  const weights = new Map(situation.stacks.map(({ name, state }) => [name, state.weight]));
  const segments = computeSegments(weights, situation.segmentOrder);
  const state = nextState(situation);
  return {
    stacks: situation.stacks.map(({ name, stack, created, remove, readiness, asked, state: decided }) => ({
      name,
      stack,
      created,
      remove,
      readiness,
      desiredWeight: asked,
      segment: segments.get(name) ?? [0, 0],
      state: decided,
    })),
    state,
    blocked: situation.blocked,
    events: decisionEvents(situation.stacks),
    problems: [],
    worthACommit: differsInDecisions(situation.before, state),
  };
}

const unreadableTime = (stackSet: StackSet, now: string): Problem => ({
  severity: 'error',
  reason: 'TimeUnreadable',
  object: referenceTo(stackSet),
  path: [],
  message: `${JSON.stringify(now)} is no time, so nothing is decided`,
  remedy: 'Give an RFC 3339 time, such as 2026-03-01T12:00:30Z.',
});
