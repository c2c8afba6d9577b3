import { checkStackSet } from '../checks/check-stack-set.ts';
import { buildStack } from '../lifecycle/build-stack.ts';
import { planStacks } from '../lifecycle/plan-stacks.ts';
import type { Problem } from '../model/problem.ts';
import type { Container } from '../model/stack.ts';
import type { StackSet } from '../model/stack-set.ts';
import { type EpochSeconds, formatTimestamp } from '../model/timestamp.ts';
import { ordinalOf } from '../resources/render-stack.ts';
import { checkStackSetFields } from '../schema/check-stack-set.ts';
import { askedWeights } from '../traffic/asked-weights.ts';
import { planTrafficEdit, type WantedWeight } from '../traffic/plan-traffic-edit.ts';
import type { TrafficWeights } from '../traffic/round-weights.ts';
import type { LiveStack } from './live-cluster.ts';
import { crash, heal } from './run-cluster.ts';
import type { StoryAction } from './story.ts';
import type { World } from './world.ts';

/** The world after an action, or what speaks against it. Paths of problems mean nothing to the story. */
export type Performed = { readonly world: World } | { readonly problems: readonly Problem[] };

/** Does what a story says. @param podStart seconds until a pod is ready */
export function performAction(action: StoryAction, world: World, now: EpochSeconds, podStart: number): Performed {
  switch (action.type) {
    case 'version':
      return editVersion(action.version, world);
    case 'traffic':
      return editTraffic(action.weights, world);
    case 'rollback':
      return world.previousWeights ? { world: askFor(world.previousWeights, world) } : { problems: [nothingToRollBack] };
    case 'hold':
      return holdTraffic(world, now);
    case 'resume':
      return { world: withoutHold(world) };
    case 'crash':
      return changeStack(action.stack, world, (stack) => crash(stack, action.pods));
    case 'heal':
      return changeStack(action.stack, world, (stack) => heal(stack, now + podStart));
    case 'load':
      return { world: { ...world, load: action.requestsPerSecond } };
  }
}

const nothingToRollBack: Problem = {
  severity: 'error',
  reason: 'NothingToRollBack',
  path: [],
  message: 'no traffic was moved yet',
  remedy: 'Let it happen after traffic was moved.',
};

const nothingToHold: Problem = {
  severity: 'error',
  reason: 'NothingToHold',
  path: [],
  message: 'nothing was decided yet',
  remedy: 'Let it happen later.',
};

/** A person edits the template and the StackSet is checked, as render does before it writes anything. */
function editVersion(version: string, world: World): Performed {
  const { stackSet, stacks, config } = world;
  const edited = withVersion(stackSet, version);
  const created = buildStack(edited, Math.max(0, ...stacks.map(({ stack }) => ordinalOf(stack))) + 1, config);
  const stackNames = [...stacks.map(({ stack }) => stack.metadata.name), created.metadata.name];
  const problems = [...checkStackSetFields(edited), ...checkStackSet(edited, { config, stackNames, created })];
  const errors = problems.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? { problems: errors } : { world: { ...world, stackSet: edited, commits: world.commits + 1 } };
}

/** The version, and the tag of the first container's image. */
function withVersion(stackSet: StackSet, version: string): StackSet {
  const { stackTemplate } = stackSet.spec;
  const { podTemplate } = stackTemplate.spec;
  const [first, ...others] = podTemplate.spec.containers;
  const containers = first ? [withTag(first, version), ...others] : [];
  const edited = { ...podTemplate, spec: { ...podTemplate.spec, containers } };
  return {
    ...stackSet,
    spec: { ...stackSet.spec, stackTemplate: { ...stackTemplate, spec: { ...stackTemplate.spec, version, podTemplate: edited } } },
  };
}

/** `registry:5000/shop:1.0` with another tag; an image by digest stays. */
function withTag(container: Container, tag: string): Container {
  const { image } = container;
  if (typeof image !== 'string' || image.includes('@')) return container;
  return { ...container, image: `${image.replace(/:[^:/]*$/, '')}:${tag}` };
}

function editTraffic(weights: readonly WantedWeight[], world: World): Performed {
  const { stackSet, stacks, state, config } = world;
  const known = stacks.map(({ stack }) => ({ name: stack.metadata.name, ordinal: ordinalOf(stack) }));
  const planned = planStacks(stackSet, known, state, config);
  const names = planned.map(({ name }) => name);
  const plan = planTrafficEdit(weights, {
    stackSet: stackSet.metadata.name,
    stacks: names,
    asked: askedWeights(stackSet, names, config),
    live: new Map(planned.map(({ name, decision }) => [name, decision.weight])),
    weightPrecision: config.weightPrecision,
  });
  return plan.kind === 'refused' ? { problems: plan.problems } : { world: askFor(plan.after, world) };
}

/** Who edits `spec.traffic` ends a hold. */
function askFor(weights: TrafficWeights, world: World): World {
  const traffic = [...weights].map(([stackName, weight]) => ({ stackName, weight }));
  const { stackSet } = world;
  return { ...withoutHold(world), stackSet: { ...stackSet, spec: { ...stackSet.spec, traffic } } };
}

function holdTraffic(world: World, now: EpochSeconds): Performed {
  const { state, commits } = world;
  if (!state) return { problems: [nothingToHold] };
  const commit = (commits + 1).toString(16).padStart(7, '0');
  const hold = { since: formatTimestamp(now), commit };
  return { world: { ...world, commits: commits + 1, state: { ...state, spec: { ...state.spec, hold } } } };
}

function withoutHold(world: World): World {
  const commits = world.commits + 1;
  if (!world.state) return { ...world, commits };
  const { hold: _, ...spec } = world.state.spec;
  return { ...world, commits, state: { ...world.state, spec } };
}

function changeStack(wanted: string, world: World, change: (stack: LiveStack) => LiveStack): Performed {
  const { cluster, stackSet } = world;
  const name = [wanted, `${stackSet.metadata.name}-${wanted}`].find((candidate) => cluster.has(candidate));
  const stack = cluster.get(name ?? '');
  if (name !== undefined && stack) return { world: { ...world, cluster: new Map([...cluster, [name, change(stack)]]) } };
  return { problems: [notLive(wanted, [...cluster.keys()])] };
}

const notLive = (wanted: string, live: readonly string[]): Problem => ({
  severity: 'error',
  reason: 'StackNotLive',
  path: [],
  message: `the cluster has no stack ${JSON.stringify(wanted)} then; it has ${live.length > 0 ? live.join(', ') : 'none'}`,
  remedy: 'Name a stack that was applied before; a commit takes a while to be.',
});
