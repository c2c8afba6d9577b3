import type { StackSetState, StackState, Timestamp } from '../model/state.ts';
import type { TrafficWeights } from '../traffic/round-weights.ts';
import { leftToRight } from '../traffic/segments.ts';

type Spec = StackSetState['spec'];

/** Traffic stays as it is, whatever is asked for. @param commit whose `spec.traffic` a later one is compared with to end the hold */
export const holdState = (state: StackSetState, since: Timestamp, commit: string): StackSetState =>
  edit(state, { hold: { since, commit } });

/** A sync controller decides again. */
export const resumeState = (state: StackSetState): StackSetState => edit(state, { hold: undefined });

/** Without what its controller wrote of itself: the controller whose folders it is in adopts it, with its traffic as it is. */
export const freeState = (state: StackSetState): StackSetState => edit(state, { controller: undefined, path: undefined, hold: undefined });

/**
 * Gives the stacks weights, at once. One that loses its traffic begins to wait for its scale-down; one that gets some no longer does.
 * @param weights in percent, of all stacks
 */
export function moveTraffic(state: StackSetState, weights: TrafficWeights, now: Timestamp): StackSetState {
  const entries = new Map(state.spec.stacks?.map((stack) => [stack.name, stack]));
  const added = [...weights].filter(([name, weight]) => weight > 0 && !entries.has(name)).map(([name, weight]) => ({ name, weight }));
  const stacks = [...entries.values()].map((stack) => moveStack(stack, weights.get(stack.name) ?? 0, now));
  return edit(state, { segmentOrder: leftToRight(weights, state.spec.segmentOrder ?? []), stacks: [...stacks, ...added] });
}

function moveStack(stack: StackState, weight: number, now: Timestamp): StackState {
  const { name, createdAt, weight: before, noTrafficSince, ...pods } = stack;
  const since = weight > 0 ? undefined : before > 0 ? now : noTrafficSince;
  return {
    name,
    ...(createdAt !== undefined && { createdAt }),
    weight,
    ...(since !== undefined && { noTrafficSince: since }),
    ...pods,
  };
}

/** The fields in the order in which a controller writes them; undefined ones are left out. */
function edit(state: StackSetState, changes: { readonly [field in keyof Spec]?: Spec[field] | undefined }): StackSetState {
  const { observedStackVersion, controller, path, hold, drain, segmentOrder, stacks, ...others } = { ...state.spec, ...changes };
  return {
    ...state,
    spec: {
      ...(observedStackVersion !== undefined && { observedStackVersion }),
      ...(controller !== undefined && { controller }),
      ...(path !== undefined && { path }),
      ...(hold !== undefined && { hold }),
      ...(drain !== undefined && { drain }),
      ...others,
      ...(segmentOrder !== undefined && { segmentOrder }),
      ...(stacks !== undefined && { stacks }),
    },
  };
}
