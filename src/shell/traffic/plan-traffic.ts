import { hasErrors } from '../../core/model/problem.ts';
import { planTrafficEdit, type WantedWeight } from '../../core/traffic/plan-traffic-edit.ts';
import type { TrafficWeights } from '../../core/traffic/round-weights.ts';
import type { FileChange } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { chooseStackSet, namedStackSets } from './choose-stack-set.ts';
import { planFileEdit } from './plan-file-edit.ts';
import { readTraffic, type StackSetTraffic, type TrafficSource } from './read-traffic.ts';

export interface TrafficRequest extends TrafficSource {
  /** The StackSet's name, where one was given. */
  readonly stackSet?: string;
  /** Empty to look only. */
  readonly wanted: readonly WantedWeight[];
}

/** An answer, as a value: nothing has been written. Paths are absolute. */
export type TrafficAnswer =
  | { readonly kind: 'shown'; readonly stackSets: readonly StackSetTraffic[]; readonly problems: readonly LocatedProblem[] }
  /** The package is invalid, or its file cannot be edited. */
  | { readonly kind: 'impossible'; readonly problems: readonly LocatedProblem[] }
  /** What was asked for makes no sense here. */
  | { readonly kind: 'wrongUse'; readonly problems: readonly LocatedProblem[] }
  | PlannedEdit;

export interface PlannedEdit {
  readonly kind: 'edit';
  readonly traffic: StackSetTraffic;
  readonly before: TrafficWeights;
  readonly after: TrafficWeights;
  /** Undefined where the file asks for these weights already. */
  readonly change?: FileChange;
  readonly problems: readonly LocatedProblem[];
}

/** Answers a request: shows what the StackSets ask for and have, or plans the edit of one. */
export function planTraffic(request: TrafficRequest): TrafficAnswer {
  const { stackSets, problems } = readTraffic(request);
  if (hasErrors(problems)) return { kind: 'impossible', problems };
  if (request.wanted.length > 0) return planEdit(stackSets, request, problems);
  const named = namedStackSets(stackSets, request.stackSet);
  return 'problem' in named ? { kind: 'wrongUse', problems: [named.problem] } : { kind: 'shown', stackSets: named.stackSets, problems };
}

function planEdit(stackSets: readonly StackSetTraffic[], request: TrafficRequest, problems: readonly LocatedProblem[]): TrafficAnswer {
  const choice = chooseStackSet(stackSets, request.stackSet);
  if ('problem' in choice) return { kind: 'wrongUse', problems: [choice.problem] };
  const traffic = choice.stackSet;
  const { stacks, asked, decided, config, stackSet } = traffic;
  const { weightPrecision } = config;
  const plan = planTrafficEdit(request.wanted, { stackSet: stackSet.metadata.name, stacks, asked, live: decided, weightPrecision });
  if (plan.kind === 'refused') return { kind: 'wrongUse', problems: plan.problems };
  const { before, after } = plan;
  if (stacks.every((name) => asked.get(name) === after.get(name))) return { kind: 'edit', traffic, before, after, problems };
  const edit = planFileEdit(traffic, after);
  if ('problem' in edit) return { kind: 'impossible', problems: [edit.problem] };
  return { kind: 'edit', traffic, before, after, change: edit.change, problems };
}
