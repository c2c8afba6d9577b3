import { checkState } from '../checks/check-state.ts';
import { scaledownTTL } from '../lifecycle/scale-down.ts';
import type { LiveRoute } from '../model/decision.ts';
import type { Observation, ObservedChild } from '../model/observation.ts';
import type { PackageDecision, PackageInput } from '../model/package-decision.ts';
import type { StackSetState, Timestamp } from '../model/state.ts';
import { formatTimestamp, parseTimestamp } from '../model/timestamp.ts';
import { hasRoutes } from '../traffic/asked-weights.ts';
import { withOwner } from './ownership.ts';
import { undecided } from './undecided.ts';

/**
 * What happens to a StackSet that is to leave the cluster. Its files lose their prune protection by being rendered, in a commit of their
 * own; weights stay. Once the live objects have lost it too, its routes leave Git, so that requests come to an end while the pods still
 * run; once the cluster has none of them left and the time has passed for which a stack without traffic keeps its pods, everything that
 * was generated leaves, and the GitOps tool prunes it. Until then the annotation can be taken away again, and the routes come back.
 * Afterwards nothing is rendered, so that the files do not come back.
 */
export function leave(input: PackageInput): PackageDecision {
  const { stackSet, stacks, state, observation } = input;
  const names = stacks.map(({ metadata }) => metadata.name);
  if (names.length === 0 && !state) return undecided(input, []);
  const kept = names.filter((name) => observation.get(name)?.children.some(({ pruneProtected }) => pruneProtected));
  if (kept.length > 0) return undecided(input, [{ reason: 'StillProtected', stacks: kept }]);
  if (state && canDrain(input, state)) {
    // A time that lies ahead is of a clock that was wrong: the drain would last until then.
    if (!state.spec.drain || isBefore(input.now, state.spec.drain.since)) return drain(input, state);
    const until = endOfDrain(input, state.spec.drain.since);
    const routes = liveRoutes(observation, names);
    if (routes.length > 0 || isBefore(input.now, until)) {
      return { ...undecided(input, [{ reason: 'Draining', until, routes }]), ...(isBefore(input.now, until) && { nextMoment: until }) };
    }
  }
  return {
    ...undecided(input, []),
    removedStacks: names,
    leaves: true,
    events: [{ type: 'StackSetRemoved', stackSet: stackSet.metadata.name }],
    worthACommit: true,
  };
}

/** Where nothing routes to the stacks there is nothing to drain; a state that cannot be rendered does not hold up what is to go. */
const canDrain = ({ stackSet, stacks }: PackageInput, state: StackSetState): boolean =>
  hasRoutes(stackSet) &&
  stacks.length > 0 &&
  checkState(
    state,
    stackSet,
    stacks.map(({ metadata }) => metadata.name),
  ).length === 0;

function drain(input: PackageInput, state: StackSetState): PackageDecision {
  const { stackSet, now, controller, path } = input;
  const owned = withOwner(state, { controller, path });
  const { segmentOrder, stacks, ...first } = owned.spec;
  return {
    ...undecided(input, []),
    nextState: { ...owned, spec: { ...first, drain: { since: now }, ...(segmentOrder && { segmentOrder }), ...(stacks && { stacks }) } },
    events: [{ type: 'StackSetDrained', stackSet: stackSet.metadata.name }],
    worthACommit: true,
    nextMoment: endOfDrain(input, now),
  };
}

/** As long as a stack keeps its pods once it has no traffic; routers and clients need a part of it to forget the routes. */
const endOfDrain = ({ stackSet, now }: PackageInput, since: Timestamp): Timestamp =>
  formatTimestamp((parseTimestamp(since) ?? parseTimestamp(now) ?? 0) + Math.floor(scaledownTTL(stackSet)) + 1);

const isBefore = (now: Timestamp, moment: Timestamp): boolean => (parseTimestamp(now) ?? 0) < (parseTimestamp(moment) ?? 0);

const liveRoutes = (observation: Observation, stacks: readonly string[]): readonly LiveRoute[] =>
  stacks.flatMap((stack) => (observation.get(stack)?.children ?? []).flatMap((child) => routeOf(stack, child)));

const routeOf = (stack: string, { kind, name }: ObservedChild): readonly LiveRoute[] =>
  kind === 'Ingress' || kind === 'RouteGroup' ? [{ stack, kind, name }] : [];
