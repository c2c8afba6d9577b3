import type { RenderConfig } from '../model/render-config.ts';
import type { PlannedStack, StackDecision, StackIdentity } from '../model/stack-plan.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetState, StackState } from '../model/state.ts';
import { askedWeights, hasRoutes } from '../traffic/asked-weights.ts';
import { roundWeights, type TrafficWeights } from '../traffic/round-weights.ts';
import { computeSegments } from '../traffic/segments.ts';
import { isDrained, isLeaving } from './leaving.ts';
import { currentVersion, stackName } from './stack-name.ts';

/**
 * Which stacks there are after this render, in the order of their creation, and what was decided for each: the known ones,
 * and the current version's where it never had one. Decisions are the state's; without a state the asked-for weights hold
 * at once, and where none are asked for the oldest stack has it all.
 */
export function planStacks(
  stackSet: StackSet,
  known: readonly StackIdentity[],
  state: StackSetState | undefined,
  config: RenderConfig,
): readonly PlannedStack[] {
  const stacks = [...known, ...newStack(stackSet, known, state)].toSorted((a, b) => a.ordinal - b.ordinal || (a.name < b.name ? -1 : 1));
  const names = stacks.map((stack) => stack.name);
  const decided = new Map(state?.spec.stacks?.map((stack) => [stack.name, stack]));
  const weights = state ? weightsOfState(names, decided, config) : weightsWithoutState(stackSet, names, config);
  const segments = computeSegments(weights, state?.spec.segmentOrder ?? []);
  return stacks.map(({ name, ordinal }) => ({
    name,
    ordinal,
    created: !known.some((stack) => stack.name === name),
    decision: {
      ...decisionOf(decided.get(name), weights.get(name) ?? 0, segments.get(name) ?? [0, 0]),
      ...(isDrained(stackSet, state) && { drained: true as const }),
    },
  }));
}

/** A version is made once: one that was removed since does not come back, by the state's `observedStackVersion`. */
function newStack(stackSet: StackSet, known: readonly StackIdentity[], state: StackSetState | undefined): readonly StackIdentity[] {
  const version = currentVersion(stackSet);
  const name = stackName(stackSet.metadata.name, version);
  if (isLeaving(stackSet) || known.some((stack) => stack.name === name) || state?.spec.observedStackVersion === version) return [];
  return [{ name, ordinal: Math.max(0, ...known.map((stack) => stack.ordinal)) + 1 }];
}

/** The state's weights as they are; where a stack with weight was removed on purpose, the others take its share. */
function weightsOfState(names: readonly string[], decided: ReadonlyMap<string, StackState>, config: RenderConfig): TrafficWeights {
  const weights = new Map(names.map((name) => [name, decided.get(name)?.weight ?? 0]));
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  return Math.abs(sum - 100) < 1e-6 ? weights : roundWeights(weights, config.weightPrecision);
}

/** @param names in the order of creation, so that the first one is the fallback */
function weightsWithoutState(stackSet: StackSet, names: readonly string[], config: RenderConfig): TrafficWeights {
  if (!hasRoutes(stackSet)) return new Map(names.map((name) => [name, 0]));
  const asked = askedWeights(stackSet, names, config);
  if ([...asked.values()].some((weight) => weight > 0)) return asked;
  return new Map(names.map((name, index) => [name, index === 0 ? 100 : 0]));
}

function decisionOf(state: StackState | undefined, weight: number, segment: StackDecision['segment']): StackDecision {
  const prescaledReplicas = state?.prescaling?.replicas;
  return { weight, segment, scaledDown: state?.scaledDown ?? false, ...(prescaledReplicas !== undefined && { prescaledReplicas }) };
}
