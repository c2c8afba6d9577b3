import { NOTHING_OBSERVED, type Observation } from '../model/observation.ts';
import type { DecisionPolicy } from '../model/policy.ts';
import type { Stack } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetState, StackState, Timestamp } from '../model/state.ts';
import type { EpochSeconds } from '../model/timestamp.ts';
import { ordinalOf } from '../resources/render-stack.ts';
import type { TrafficWeights } from '../traffic/round-weights.ts';
import { buildStack } from './build-stack.ts';
import { planStacks } from './plan-stacks.ts';
import { neededShare, readinessOf } from './readiness.ts';
import type { Situation, StackSituation } from './situation.ts';
import { currentVersion, stackName } from './stack-name.ts';

export interface DecisionInput {
  readonly stackSet: StackSet;
  readonly stacks: readonly Stack[];
  readonly state: StackSetState | undefined;
  readonly observation: Observation;
  readonly now: EpochSeconds;
  readonly nowText: Timestamp;
  readonly policy: DecisionPolicy;
  /** Whether a stack may be made. */
  readonly creates: boolean;
  /** See `DecideOptions`. */
  readonly repairTo?: TrafficWeights;
}

/**
 * Lays out everything that the rules look at: the known stacks, the one that the current version still needs, and what the state
 * says of each. Entries of stacks that are gone are left out; a stack that render made since gets an entry.
 */
export function beginDecision(input: DecisionInput): Situation {
  const { stackSet, stacks, state, policy, now, nowText, repairTo } = input;
  const known = new Map(stacks.map((stack) => [stack.metadata.name, stack]));
  const created = input.creates ? newStack(stackSet, known, state, policy) : undefined;
  const entries = new Map((state?.spec.stacks ?? entriesWithoutState(input)).map((entry) => [entry.name, entry]));
  const situated = [...known.values(), ...(created ? [created] : [])].map((stack) =>
    situate(stack, stack === created, entries.get(stack.metadata.name), input),
  );
  return {
    stackSet,
    policy,
    now,
    nowText,
    before: state,
    stacks: situated.toSorted(byCreation),
    segmentOrder: state?.spec.segmentOrder ?? [],
    ...(repairTo && { repairTo }),
    blocked: [],
  };
}

function newStack(
  stackSet: StackSet,
  known: ReadonlyMap<string, Stack>,
  state: StackSetState | undefined,
  { config }: DecisionPolicy,
): Stack | undefined {
  const version = currentVersion(stackSet);
  if (known.has(stackName(stackSet.metadata.name, version)) || state?.spec.observedStackVersion === version) return undefined;
  return buildStack(stackSet, Math.max(0, ...[...known.values()].map(ordinalOf)) + 1, config);
}

/** Where there is no state, the routes in Git show what render gives the stacks without one. */
function entriesWithoutState({ stackSet, stacks, policy }: DecisionInput): readonly StackState[] {
  if (stacks.length === 0) return [];
  const known = stacks.map((stack) => ({ name: stack.metadata.name, ordinal: ordinalOf(stack) }));
  const planned = planStacks(stackSet, known, undefined, policy.config).filter((stack) => !stack.created);
  return planned.map(({ name, decision }) => ({ name, weight: decision.weight }));
}

function situate(stack: Stack, created: boolean, before: StackState | undefined, input: DecisionInput): StackSituation {
  const { name } = stack.metadata;
  const observation = input.observation.get(name) ?? NOTHING_OBSERVED;
  const inState = input.state?.spec.stacks?.some((entry) => entry.name === name) ?? false;
  return {
    name,
    stack,
    created,
    observation,
    readiness: readinessOf(stack, observation, neededShare(input.stackSet), input.policy.config),
    ...(before && inState && { before }),
    weightInGit: before?.weight ?? 0,
    asked: 0,
    remove: false,
    state: { weight: 0, createdAt: input.nowText, ...before, name },
  };
}

const byCreation = (a: StackSituation, b: StackSituation): number =>
  ordinalOf(a.stack) - ordinalOf(b.stack) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
