import type { BlockedReason } from '../../core/model/decision.ts';
import type { PackageDecision } from '../../core/model/package-decision.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { StackSetState } from '../../core/model/state.ts';

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

/** What the metrics tell of one StackSet, as of its last decision. */
export interface StackSetFacts {
  readonly namespace: string;
  readonly name: string;
  readonly application: string;
  readonly stacks: readonly StackFacts[];
  /** Each reason once. */
  readonly blocked: readonly BlockedReason[];
}

/** What a decision was made about. */
interface Subject {
  readonly namespace: string | undefined;
  readonly stackSet: StackSet;
  readonly state: StackSetState | undefined;
}

/**
 * The facts of a StackSet after a decision. Where nothing was decided (it is paused, not adopted, not valid, or the cluster is out of
 * sight) its stacks are told as they were before, and without a before by the state alone.
 */
export function describeStackSet(subject: Subject, decision: PackageDecision, before?: StackSetFacts): StackSetFacts {
  const { namespace = '', stackSet } = subject;
  return {
    namespace,
    name: stackSet.metadata.name,
    application: applicationOf(stackSet),
    stacks: decision.decision === undefined ? (before?.stacks ?? stacksOfState(subject)) : stacksOfDecision(decision.decision),
    blocked: [...new Set(decision.blocked.map(({ reason }) => reason))],
  };
}

const stacksOfDecision = ({ stacks }: NonNullable<PackageDecision['decision']>): readonly StackFacts[] =>
  stacks
    .filter(({ remove }) => !remove)
    .map(({ name, stack, desiredWeight, state, readiness }) => ({
      name,
      application: applicationOf(stack),
      desiredWeight,
      actualWeight: state.weight,
      ready: readiness.ready,
      prescalingReplicas: state.prescaling?.replicas ?? 0,
    }));

const stacksOfState = ({ stackSet, state }: Subject): readonly StackFacts[] =>
  (state?.spec.stacks ?? []).map(({ name, weight, prescaling }) => ({
    name,
    application: applicationOf(stackSet),
    desiredWeight: weight,
    actualWeight: weight,
    ready: undefined,
    prescalingReplicas: prescaling?.replicas ?? 0,
  }));

const applicationOf = ({ metadata }: Pick<StackSet, 'metadata'>): string => metadata.labels?.application ?? '';
