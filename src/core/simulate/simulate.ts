import { decide } from '../decide.ts';
import { stacksOf } from '../explain.ts';
import type { Blocked, Decision } from '../model/decision.ts';
import type { Problem } from '../model/problem.ts';
import type { StackSetState } from '../model/state.ts';
import { type EpochSeconds, formatTimestamp, parseTimestamp } from '../model/timestamp.ts';
import { type Rendering, render } from '../render.ts';
import { applyRendering } from './apply-rendering.ts';
import { type LiveCluster, readyPods } from './live-cluster.ts';
import { observeCluster } from './observe-cluster.ts';
import { performAction } from './perform-action.ts';
import { runCluster } from './run-cluster.ts';
import type { SimulatedEvent, SimulatedStack, SimulatedStep } from './simulated-step.ts';
import { durationOf, type Story, type StoryEvent } from './story.ts';
import type { SimulatedPackage, World } from './world.ts';

/**
 * Plays a story: at every step what the story says happens, the simulated cluster moves on, and the same `decide` and `render` as in
 * production look at it. Ends after the story's duration, or where an event cannot happen. The same input gives the same steps.
 * @param stepSeconds from one decision to the next
 */
export function* simulate(start: SimulatedPackage, story: Story, stepSeconds: number): Generator<SimulatedStep, void> {
  const begin = startOf(story, start.state);
  let world = firstWorld(start, story, begin);
  let blocked: readonly Blocked[] = [];
  let told = 0;
  for (let at = 0; at <= durationOf(story); at += stepSeconds) {
    const due = story.events.slice(told).filter((event) => event.at <= at);
    told += due.length;
    const lived = live(world, due, story, begin + at);
    if ('problems' in lived) {
      yield { at, time: formatTimestamp(begin + at), stacks: [], events: [], blocked: [], problems: lived.problems };
      return;
    }
    const decision = decideOn(lived.world, begin + at);
    world = commit(lived.world, decision, begin + at + story.applyDelay);
    const decided = decision.events.map((event): SimulatedEvent => ({ type: 'Decided', event }));
    const events = [...lived.events, ...decided, ...newlyBlocked(blocked, decision.blocked)];
    blocked = decision.blocked;
    yield { at, time: formatTimestamp(begin + at), stacks: stacksIn(world, begin + at), events, blocked, problems: [] };
  }
}

/** Of a package without a past. */
const FIRST_START = '2026-03-01T12:00:00Z';

function startOf({ start }: Story, state: StackSetState | undefined): EpochSeconds {
  if (start !== undefined) return parseTimestamp(start) ?? 0;
  const stacks = state?.spec.stacks ?? [];
  const past = stacks.flatMap(({ createdAt, noTrafficSince, prescaling }) => [createdAt, noTrafficSince, prescaling?.lastTrafficIncrease]);
  return Math.max(...[FIRST_START, state?.spec.hold?.since, ...past].map((time) => parseTimestamp(time ?? '') ?? 0));
}

/** What is in Git already is in the cluster, and ready. */
function firstWorld(start: SimulatedPackage, story: Story, begin: EpochSeconds): World {
  const { stackSet, stacks, state, config, configuration } = start;
  const world: World = { ...start, cluster: new Map(), load: story.load, commits: 0 };
  if (stacks.length === 0) return world;
  const rendering = render({ stackSet, stacks, config, configuration, ...(state && { state }) });
  const applied = applyRendering(new Map(), { ...rendering, stacks: rendering.stacks.filter(({ plan }) => !plan.created) }, config);
  // Once for the Deployments, once more for what their autoscalers make of them.
  const conditions = { now: begin, load: story.load, requestsPerPod: story.requestsPerPod, podStart: 0 };
  return { ...world, cluster: runCluster(runCluster(applied, conditions), conditions) };
}

type Lived = { readonly world: World; readonly events: readonly SimulatedEvent[] } | { readonly problems: readonly Problem[] };

/** The story, the GitOps tool and the cluster's own controllers go on until now. */
function live(before: World, due: readonly StoryEvent[], { requestsPerPod, podStart }: Story, now: EpochSeconds): Lived {
  let world = before;
  for (const { action, path } of due) {
    const performed = performAction(action, world, now, podStart);
    if ('problems' in performed) return { problems: performed.problems.map((problem) => ({ ...problem, path })) };
    world = performed.world;
  }
  const { tip } = world;
  const isDue = tip !== undefined && tip.syncedAt <= now;
  const synced = isDue ? applyRendering(world.cluster, tip.rendering, world.config) : world.cluster;
  const cluster = runCluster(synced, { now, load: world.load, requestsPerPod, podStart });
  const told = due.map(({ text }): SimulatedEvent => ({ type: 'Story', text }));
  const { tip: _, ...rest } = world;
  return { world: { ...(isDue ? rest : world), cluster }, events: [...told, ...autoscaled(synced, cluster)] };
}

/** Only an autoscaler changes the number of pods after a sync. A Deployment's first pod is no news. */
function autoscaled(before: LiveCluster, after: LiveCluster): readonly SimulatedEvent[] {
  return [...after].flatMap(([stack, { deployment }]): readonly SimulatedEvent[] => {
    const from = before.get(stack)?.deployment?.replicas;
    const to = deployment?.replicas;
    return from === undefined || to === undefined || from === to ? [] : [{ type: 'Autoscaled', stack, from, to }];
  });
}

function decideOn({ stackSet, stacks, state, cluster, config }: World, now: EpochSeconds): Decision {
  const known = stacks.map(({ stack }) => stack);
  return decide(stackSet, known, state, observeCluster(cluster, now), formatTimestamp(now), { config, awaitRoutes: true });
}

/** A decision that is worth it becomes a commit; of any other the controller keeps the times in mind. */
function commit(world: World, decision: Decision, syncedAt: EpochSeconds): World {
  if (!decision.worthACommit) return { ...world, state: decision.state };
  const { config, configuration, stackSet } = world;
  const frozen = new Map(world.stacks.map((known) => [known.stack.metadata.name, known.frozen]));
  const stacks = decision.stacks
    .filter(({ remove }) => !remove)
    .map(({ name, stack }) => ({ stack, frozen: frozen.get(name) ?? configuration }));
  const rendering: Rendering = render({ stackSet, stacks, state: decision.state, config, configuration });
  const isSwitch = decision.events.some(({ type }) => type === 'TrafficSwitched');
  const weights = world.state?.spec.stacks?.map(({ name, weight }) => [name, weight] as const);
  return {
    ...world,
    stacks,
    state: decision.state,
    tip: { rendering, syncedAt: world.tip?.syncedAt ?? syncedAt },
    commits: world.commits + 1,
    ...(isSwitch && weights && { previousWeights: new Map(weights) }),
  };
}

/** What is held back now and was not before, whatever the numbers. */
function newlyBlocked(before: readonly Blocked[], now: readonly Blocked[]): readonly SimulatedEvent[] {
  const key = (blocked: Blocked): string => [blocked.reason, ...stacksOf(blocked)].join(' ');
  const known = new Set(before.map(key));
  return now.filter((blocked) => !known.has(key(blocked))).map((blocked) => ({ type: 'Blocked', blocked }));
}

function stacksIn({ stacks, state, cluster }: World, now: EpochSeconds): readonly SimulatedStack[] {
  const weights = new Map(state?.spec.stacks?.map(({ name, weight }) => [name, weight]));
  return stacks.map(({ stack: { metadata } }) => {
    const deployment = cluster.get(metadata.name)?.deployment;
    return {
      name: metadata.name,
      weight: weights.get(metadata.name) ?? 0,
      replicas: deployment?.replicas ?? 0,
      ready: deployment ? readyPods(deployment, now) : 0,
    };
  });
}
