import type { DecidedStack, Decision } from '../../../core/model/decision.ts';
import type { StringMap } from '../../../core/model/kubernetes.ts';
import type { StackSet } from '../../../core/model/stack-set.ts';
import type { PrescalingState } from '../../../core/model/state.ts';
import { backendPortOf } from '../../../core/resources/backend-port.ts';
import { podSelector } from '../../../core/resources/selector.ts';
import type { LiveIndex } from '../cluster.ts';
import { countAt } from '../live-object.ts';

/** `status` of an object, with null for a field that is to go, as a merge patch has it. */
export interface ObjectStatus {
  readonly kind: 'StackSet' | 'Stack';
  readonly namespace: string | undefined;
  readonly name: string;
  readonly status: Readonly<Record<string, unknown>>;
}

/**
 * The statuses of a StackSet and its Stacks after a decision, as stackset-controller fills them: held to its recorded ones in
 * build-statuses.test.ts.
 * @param namespace where the StackSet's objects are
 */
export function buildStatuses(
  stackSet: StackSet,
  decision: Decision,
  live: LiveIndex,
  namespace: string | undefined,
): readonly ObjectStatus[] {
  return [
    { kind: 'StackSet', namespace, name: stackSet.metadata.name, status: stackSetStatus(decision) },
    ...decision.stacks.map(
      (stack): ObjectStatus => ({ kind: 'Stack', namespace, name: stack.name, status: stackStatus(stack, live, namespace) }),
    ),
  ];
}

/** A stack that is only asked to have traffic counts as one with traffic, in the original too. */
function stackSetStatus({ stacks, state }: Decision): ObjectStatus['status'] {
  const staying = stacks.filter(({ remove }) => !remove);
  const traffic = staying
    .flatMap(({ name, stack, state: { weight } }) => {
      const servicePort = backendPortOf(stack.spec);
      return servicePort === undefined ? [] : [{ stackName: name, serviceName: name, servicePort, weight }];
    })
    .sort((a, b) => (a.stackName < b.stackName ? -1 : 1));
  return {
    stacks: staying.length,
    readyStacks: staying.filter(({ readiness }) => readiness.ready).length,
    stacksWithTraffic: staying.filter(({ state: { weight }, desiredWeight }) => weight > 0 || desiredWeight > 0).length,
    observedStackVersion: state.spec.observedStackVersion ?? null,
    traffic: traffic.length > 0 ? traffic : null,
  };
}

function stackStatus(decided: DecidedStack, live: LiveIndex, namespace: string | undefined): ObjectStatus['status'] {
  const { name, stack, state, desiredWeight } = decided;
  const deployment = live.find('Deployment', namespace, name);
  const podsOf = (field: string): number => countAt(deployment, ['status', field]) ?? 0;
  return {
    actualTrafficWeight: state.weight,
    desiredTrafficWeight: desiredWeight,
    replicas: podsOf('replicas'),
    readyReplicas: podsOf('readyReplicas'),
    updatedReplicas: podsOf('updatedReplicas'),
    desiredReplicas: deployment ? (countAt(deployment, ['spec', 'replicas']) ?? 1) : 0,
    prescalingStatus: prescalingStatus(state.prescaling),
    noTrafficSince: state.noTrafficSince ?? null,
    labelSelector: formatSelector(podSelector(stack)),
  };
}

const prescalingStatus = (prescaling: PrescalingState | undefined): object => ({
  active: prescaling !== undefined,
  replicas: prescaling?.replicas ?? null,
  desiredTrafficWeight: prescaling?.desiredWeight ?? null,
  lastTrafficIncrease: prescaling?.lastTrafficIncrease || null,
});

/** As the scale subresource wants it: `stack-version=v1,stackset=shop`. */
const formatSelector = (labels: StringMap): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
