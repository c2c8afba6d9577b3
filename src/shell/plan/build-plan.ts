import { explainBlocked, stacksOf } from '../../core/explain.ts';
import type { DecidedStack } from '../../core/model/decision.ts';
import { PLAN_API_VERSION, type Plan, type PlannedError, type PlannedStackSet, type PlannedStackStatus } from '../../core/model/plan.ts';
import { formatPath, type Problem } from '../../core/model/problem.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import type { Timestamp } from '../../core/model/state.ts';
import { childKindOf } from '../../core/resources/child-kind.ts';
import type { StackSetOutlook } from './plan-stack-set.ts';

export const buildPlan = (now: Timestamp, stackSets: readonly PlannedStackSet[]): Plan => ({
  apiVersion: PLAN_API_VERSION,
  kind: 'Plan',
  now,
  stackSets,
});

/** The plan's part about one StackSet. */
export function buildStackSetPlan({ stackSet, decision, rendering, problems }: StackSetOutlook, config: RenderConfig): PlannedStackSet {
  const { name, namespace } = stackSet.metadata;
  return {
    ...(namespace !== undefined && { namespace }),
    name,
    stacks: rendering ? decision.stacks.map((stack) => stackStatus(stack, stackSet.spec, config)) : [],
    blocked: decision.blocked.map((blocked) => ({ reason: blocked.reason, stacks: stacksOf(blocked), message: explainBlocked(blocked) })),
    errors: problems.filter(({ severity }) => severity === 'error').map(plannedError),
    resources: rendering ? [...rendering.stacks.flatMap(({ children }) => children), ...rendering.routes] : [],
  };
}

function stackStatus(
  { name, created, remove, readiness, state, desiredWeight, segment }: DecidedStack,
  { ingress, routegroup }: StackSetOutlook['stackSet']['spec'],
  { trafficProvider }: RenderConfig,
): PlannedStackStatus {
  const { prescaling, noTrafficSince, weight, scaledDown = false } = state;
  const hasSegments = trafficProvider === 'skipper-segments' && (ingress !== undefined || routegroup !== undefined);
  return {
    name,
    created,
    remove,
    ready: readiness.ready,
    scaledDown,
    actualTrafficWeight: weight,
    desiredTrafficWeight: desiredWeight,
    ...(noTrafficSince !== undefined && { noTrafficSince }),
    ...(hasSegments && { segment }),
    ...(prescaling && {
      prescaling: {
        active: true,
        replicas: prescaling.replicas,
        desiredTrafficWeight: prescaling.desiredWeight,
        ...(prescaling.lastTrafficIncrease !== '' && { lastTrafficIncrease: prescaling.lastTrafficIncrease }),
      },
    }),
  };
}

/** The problem of a Stack names the stack; any other is the StackSet's. */
export function plannedError({ object, reason, path, message }: Problem): PlannedError {
  const isStack = object?.kind === 'Stack';
  return {
    ...(isStack && { stack: object.name }),
    kind: (isStack ? childKindOf(reason) : undefined) ?? object?.kind ?? 'StackSet',
    ...(path.length > 0 && { field: formatPath(path) }),
    message,
  };
}
