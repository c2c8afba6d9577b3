import type { BlockedReason, DecidedStack } from '../../core/model/decision.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { StackSetState, StackState } from '../../core/model/state.ts';
import type { StackSetReport } from '../controller/stack-set-report.ts';

/** What the metrics tell of one stack. */
export interface StackFacts {
  readonly name: string;
  /** The label `application`, as the original reports it; empty where there is none. */
  readonly application: string;
  /** Percent. */
  readonly desiredWeight: number;
  /** Percent. */
  readonly actualWeight: number;
  /** Undefined where the cluster was not looked at. */
  readonly ready: boolean | undefined;
  /** 0 where it is not prescaled. */
  readonly prescalingReplicas: number;
}

/** What the metrics tell of one StackSet. */
export interface StackSetFacts {
  readonly namespace: string;
  readonly name: string;
  readonly application: string;
  readonly stacks: readonly StackFacts[];
  /** Each reason once. */
  readonly blocked: readonly BlockedReason[];
}

/**
 * The facts of a StackSet as it was last looked at. Weights and prescaling are those of the state in Git, for a decision can still be
 * refused by the server; where there is no state yet, those that are decided. Where nothing was decided (it is paused, not adopted,
 * not valid, or the cluster is out of sight) what is asked for and ready is told as before.
 * @param before the facts of the last time, where there are any
 */
export function describeStackSet(report: StackSetReport, before?: StackSetFacts): StackSetFacts {
  const { namespace = '', name, stackSet, state, decision } = report;
  return {
    namespace,
    name,
    application: applicationOf(stackSet),
    stacks:
      decision.decision === undefined ? stacksOfState(report, before?.stacks ?? []) : decision.decision.stacks.map(describeStack(state)),
    blocked: [...new Set(decision.blocked.map(({ reason }) => reason))],
  };
}

function describeStack(state: StackSetState | undefined): (decided: DecidedStack) => StackFacts {
  const inGit = new Map(state?.spec.stacks?.map((stack) => [stack.name, stack]));
  return ({ name, stack, desiredWeight, readiness, state: decided }) => ({
    name,
    application: applicationOf(stack),
    desiredWeight,
    ready: readiness.ready,
    ...weightsOf(inGit.get(name) ?? decided),
  });
}

function stacksOfState({ stackSet, state }: StackSetReport, before: readonly StackFacts[]): readonly StackFacts[] {
  const known = new Map(before.map((stack) => [stack.name, stack]));
  return (state?.spec.stacks ?? []).map((stack) => ({
    name: stack.name,
    application: known.get(stack.name)?.application ?? applicationOf(stackSet),
    desiredWeight: known.get(stack.name)?.desiredWeight ?? stack.weight,
    ready: known.get(stack.name)?.ready,
    ...weightsOf(stack),
  }));
}

const weightsOf = ({ weight, prescaling }: StackState): Pick<StackFacts, 'actualWeight' | 'prescalingReplicas'> => ({
  actualWeight: weight,
  prescalingReplicas: prescaling?.replicas ?? 0,
});

const applicationOf = (object: Pick<StackSet, 'metadata'> | undefined): string => object?.metadata.labels?.application ?? '';
