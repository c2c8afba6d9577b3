import type { StackSetState, StackState } from '../model/state.ts';
import { leftToRight } from '../traffic/segments.ts';
import type { Situation } from './situation.ts';
import { currentVersion, stackName } from './stack-name.ts';

export const STATE_API_VERSION = 'stackset-gitops.dev/v1alpha1';

/** The state after a decision, with what only the controller writes (adoption, hold) carried on. */
export function nextState({ stackSet, before, stacks, segmentOrder }: Situation): StackSetState {
  const { name, namespace } = stackSet.metadata;
  const version = currentVersion(stackSet);
  const exists = stacks.some((stack) => stack.name === stackName(name, version));
  const observed = exists ? version : before?.spec.observedStackVersion;
  const { observedStackVersion: _version, segmentOrder: _order, stacks: _stacks, ...carried } = before?.spec ?? {};
  return {
    apiVersion: STATE_API_VERSION,
    kind: 'StackSetState',
    metadata: before?.metadata ?? { name, ...(namespace !== undefined && { namespace }) },
    spec: {
      ...(observed !== undefined && { observedStackVersion: observed }),
      ...carried,
      segmentOrder,
      stacks: stacks.filter(({ remove }) => !remove).map(({ state }) => inOrder(state)),
    },
  };
}

/** The fields in the order in which people read them. */
function inOrder({ name, createdAt, weight, noTrafficSince, scaledDown, prescaling }: StackState): StackState {
  return {
    name,
    ...(createdAt !== undefined && { createdAt }),
    weight,
    ...(noTrafficSince !== undefined && { noTrafficSince }),
    ...(scaledDown && { scaledDown }),
    ...(prescaling && { prescaling }),
  };
}

/**
 * Whether a state says anything else than the one before, times and the order of entries apart: a timestamp alone is not worth a
 * commit and rides with the next.
 */
export function differsInDecisions(before: StackSetState | undefined, after: StackSetState): boolean {
  if (!before) return true;
  if (before.spec.observedStackVersion !== after.spec.observedStackVersion) return true;
  const [old, next] = [stacksByName(before), stacksByName(after)];
  if (old.size !== next.size || [...next.values()].some((entry) => !isSameDecision(old.get(entry.name), entry))) return true;
  return !isSameOrder(segmentsOf(before), segmentsOf(after));
}

const stacksByName = ({ spec }: StackSetState): ReadonlyMap<string, StackState> =>
  new Map(spec.stacks?.map((stack) => [stack.name, stack]));

function isSameDecision(before: StackState | undefined, after: StackState): boolean {
  return (
    before !== undefined &&
    before.weight === after.weight &&
    (before.scaledDown ?? false) === (after.scaledDown ?? false) &&
    before.prescaling?.replicas === after.prescaling?.replicas &&
    before.prescaling?.desiredWeight === after.prescaling?.desiredWeight
  );
}

const segmentsOf = ({ spec }: StackSetState): readonly string[] =>
  leftToRight(new Map(spec.stacks?.map(({ name, weight }) => [name, weight])), spec.segmentOrder ?? []);

const isSameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => name === b[index]);
