import { checkStackSet } from '../../core/checks/check-stack-set.ts';
import { decide } from '../../core/decide.ts';
import type { Decision } from '../../core/model/decision.ts';
import type { Observation } from '../../core/model/observation.ts';
import type { DecisionPolicy } from '../../core/model/policy.ts';
import { hasErrors, type Problem } from '../../core/model/problem.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { StackSetState, Timestamp } from '../../core/model/state.ts';
import { type KnownStack, type Rendering, render } from '../../core/render.ts';
import type { ConfigurationSource } from '../../core/resources/frozen-configuration.ts';

/** Everything that is known of a StackSet, from Git or from a dump. */
export interface StackSetInput {
  readonly stackSet: StackSet;
  readonly stacks: readonly KnownStack[];
  readonly state: StackSetState | undefined;
  readonly observation: Observation;
  /** ConfigMaps and Secrets of the package, of which a new stack takes its copies. */
  readonly configuration: readonly ConfigurationSource[];
}

/** What would happen to a StackSet now, with the objects that the cluster would then have. */
export interface StackSetOutlook {
  readonly stackSet: StackSet;
  /** What was decided on. */
  readonly observation: Observation;
  readonly decision: Decision;
  /** Missing where the StackSet as a whole is refused: then nothing is decided either, and nothing would be written. */
  readonly rendering?: Rendering;
  readonly problems: readonly Problem[];
}

/** Decides and renders. Where the StackSet, or the Stack that its template would become, has an error, everything stays as it is. */
export function planStackSet(input: StackSetInput, now: Timestamp, policy: DecisionPolicy): StackSetOutlook {
  const { stackSet, stacks, state, observation, configuration } = input;
  const decision = decide(
    stackSet,
    stacks.map(({ stack }) => stack),
    state,
    observation,
    now,
    policy,
  );
  const refusals = refusalsOf(stackSet, decision, policy);
  if (hasErrors(refusals) || hasErrors(decision.problems)) {
    return { stackSet, observation, decision, problems: [...decision.problems, ...refusals] };
  }
  const frozen = new Map(stacks.map((known) => [known.stack.metadata.name, known.frozen]));
  const rendering = render({
    stackSet,
    stacks: decision.stacks
      .filter(({ remove }) => !remove)
      .map(({ name, stack }) => ({ stack, frozen: frozen.get(name) ?? configuration })),
    state: decision.state,
    config: policy.config,
    configuration,
  });
  return { stackSet, observation, decision, rendering, problems: [...decision.problems, ...refusals, ...rendering.problems] };
}

/** What the checks say of the StackSet; problems of the new Stack's children come from render, with the stack's name. */
function refusalsOf(stackSet: StackSet, { stacks }: Decision, { config }: DecisionPolicy): readonly Problem[] {
  const created = stacks.find((stack) => stack.created)?.stack;
  const stackNames = stacks.map(({ name }) => name);
  return checkStackSet(stackSet, { config, stackNames, ...(created && { created }) });
}
