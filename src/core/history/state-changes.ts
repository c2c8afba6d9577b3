import type { DecisionEvent, TrafficChange } from '../model/decision.ts';
import type { StackSetState, StackState } from '../model/state.ts';
import type { TrafficWeights } from '../traffic/round-weights.ts';

/** What one version of a state says otherwise than the one before it. */
export type StateChange =
  | DecisionEvent
  /** A person took it from its controller, for another one to adopt. */
  | { readonly type: 'Freed' };

/** A state's weights in percent, of its stacks in their order. */
export const weightsOf = (state: StackSetState | undefined): TrafficWeights =>
  new Map((state?.spec.stacks ?? []).map(({ name, weight }) => [name, weight]));

/** Whether two states give every stack the same; one that is not listed has none. */
export function haveSameWeights(a: StackSetState | undefined, b: StackSetState | undefined): boolean {
  return trafficChanges(a, b).length === 0;
}

/** The stacks whose weight differs, those of the newer state in its order, then those that are gone. */
export function trafficChanges(before: StackSetState | undefined, after: StackSetState | undefined): readonly TrafficChange[] {
  const [old, next] = [weightsOf(before), weightsOf(after)];
  return [...new Set([...next.keys(), ...old.keys()])]
    .map((stack) => ({ stack, from: old.get(stack) ?? 0, to: next.get(stack) ?? 0 }))
    .filter(({ from, to }) => from !== to);
}

/**
 * What changed from one version of a state to the next, in the order in which it is told: traffic first. Times and the order of segments are
 * left out.
 * @param before undefined where there was none
 * @param after undefined where it was removed
 */
export function stateChanges(before: StackSetState | undefined, after: StackSetState | undefined): readonly StateChange[] {
  const changes = trafficChanges(before, after);
  const switched: readonly StateChange[] = changes.length > 0 ? [{ type: 'TrafficSwitched', changes }] : [];
  if (!after) return [...switched, { type: 'StackSetRemoved', stackSet: before?.metadata.name ?? '' }];
  const old = new Map(before?.spec.stacks?.map((stack) => [stack.name, stack]));
  const next = new Map(after.spec.stacks?.map((stack) => [stack.name, stack]));
  const created = [...next.keys()].filter((stack) => before !== undefined && !old.has(stack));
  const removed = [...old.keys()].filter((stack) => !next.has(stack));
  return [
    ...created.map((stack): StateChange => ({ type: 'StackCreated', stack })),
    ...switched,
    ...holdChange(before, after),
    ...drainChange(before, after),
    ...[...next.values()].flatMap((stack) => stackChanges(old.get(stack.name), stack)),
    ...removed.map((stack): StateChange => ({ type: 'StackRemoved', stack })),
    ...adoptionChange(before, after),
  ];
}

function holdChange(before: StackSetState | undefined, after: StackSetState): readonly StateChange[] {
  const [old, next] = [before?.spec.hold, after.spec.hold];
  if (next) return old ? [] : [{ type: 'HoldBegan', ...next }];
  return old ? [{ type: 'HoldEnded', commit: old.commit }] : [];
}

function drainChange(before: StackSetState | undefined, after: StackSetState): readonly StateChange[] {
  const [wasDrained, isDrained] = [before?.spec.drain !== undefined, after.spec.drain !== undefined];
  if (wasDrained === isDrained) return [];
  return [{ type: isDrained ? 'StackSetDrained' : 'DrainEnded', stackSet: after.metadata.name }];
}

function stackChanges(before: StackState | undefined, after: StackState): readonly StateChange[] {
  const stack = after.name;
  const [old, next] = [before?.prescaling, after.prescaling];
  const isNew = next && (old?.replicas !== next.replicas || old.desiredWeight !== next.desiredWeight);
  const [wasDown, isDown] = [before?.scaledDown ?? false, after.scaledDown ?? false];
  return [
    ...(wasDown && !isDown ? [{ type: 'StackRevived', stack } as const] : []),
    ...(isNew ? [{ type: 'Prescaled', stack, replicas: next.replicas, weight: next.desiredWeight } as const] : []),
    ...(old && !next ? [{ type: 'PrescalingReset', stack } as const] : []),
    ...(!wasDown && isDown ? [{ type: 'StackScaledDown', stack } as const] : []),
  ];
}

function adoptionChange(before: StackSetState | undefined, after: StackSetState): readonly StateChange[] {
  const [old, next] = [before?.spec, after.spec];
  if (next.controller !== undefined && (next.controller !== old?.controller || next.path !== old.path)) {
    return [{ type: 'Adopted', owner: { controller: next.controller, path: next.path ?? '' } }];
  }
  return old?.controller !== undefined && next.controller === undefined ? [{ type: 'Freed' }] : [];
}
