import { explainBlocked } from '../explain.ts';
import type { DecisionEvent } from '../model/decision.ts';
import { formatDuration } from './format-duration.ts';
import type { SimulatedStack, SimulatedStep } from './simulated-step.ts';

/**
 * How a story ended, in a sentence: "all traffic on shop-v2 after 11m40s; shop-v1 scaled down at 17m10s" or "blocked: shop-v2 has 0
 * of 3 pods ready; switching needs 3". What is left without pods or removed is told with its time.
 */
export function outcomeOf(steps: readonly SimulatedStep[]): string {
  const last = steps.at(-1);
  if (!last || last.problems.length > 0) return `the story ended early, at ${formatDuration(last?.at ?? 0)}`;
  const blocked = last.blocked.map((reason) => `blocked: ${explainBlocked(reason)}`);
  return [...blocked, traffic(last, steps), ...crashed(last), ...cleanUp(steps, last)].join('; ');
}

const percent = (weight: number): string => `${Number(weight.toFixed(4))} %`;

function traffic(last: SimulatedStep, steps: readonly SimulatedStep[]): string {
  const serving = last.stacks.filter(({ weight }) => weight > 0);
  const [first] = serving;
  if (!first) return `no traffic: nothing routes to ${last.stacks.map(({ name }) => name).join(', ') || 'any stack'}`;
  const when = lastSwitch(steps);
  const since = when === 0 ? 'from the start' : `after ${formatDuration(when)}`;
  if (serving.length === 1) return `all traffic on ${first.name} ${since}`;
  const [most, ...others] = serving.map(({ name, weight }) => [percent(weight), `on ${name}`]);
  return `${[most?.join(' of the traffic '), ...others.map((words) => words.join(' '))].join(', ')} ${since}`;
}

const lastSwitch = (steps: readonly SimulatedStep[]): number =>
  steps.findLast(({ events }) => events.some((event) => event.type === 'Decided' && event.event.type === 'TrafficSwitched'))?.at ?? 0;

/** Stacks with traffic that nothing serves: said even where nothing is to be decided. */
function crashed({ stacks, blocked }: SimulatedStep): readonly string[] {
  const told = new Set(blocked.flatMap((reason) => (reason.reason === 'StacksNotReady' ? reason.stacks.map(({ name }) => name) : [])));
  const broken = ({ name, weight, replicas, ready }: SimulatedStack): boolean => weight > 0 && ready < replicas && !told.has(name);
  return stacks.filter(broken).map(({ name, replicas, ready }) => `${name} has ${ready} of ${replicas} pods ready`);
}

/** Of every stack that is down or gone at the end, when that happened last. */
function cleanUp(steps: readonly SimulatedStep[], last: SimulatedStep): readonly string[] {
  const told = new Map<string, string>();
  for (const { at, events } of steps) {
    for (const event of events) if (event.type === 'Decided') follow(event.event, at, told);
  }
  const serving = new Set(last.stacks.filter(({ weight }) => weight > 0).map(({ name }) => name));
  return [...told].filter(([name]) => !serving.has(name)).map(([, text]) => text);
}

function follow(event: DecisionEvent, at: number, told: Map<string, string>): void {
  switch (event.type) {
    case 'StackScaledDown':
      told.set(event.stack, `${event.stack} scaled down at ${formatDuration(at)}`);
      return;
    case 'StackRemoved':
      told.set(event.stack, `${event.stack} removed at ${formatDuration(at)}`);
      return;
    case 'StackCreated':
    case 'StackRevived':
      told.delete(event.stack);
      return;
    case 'TrafficSwitched':
    case 'Prescaled':
    case 'PrescalingReset':
    case 'Adopted':
    case 'HoldBegan':
    case 'HoldEnded':
    case 'StateRestored':
    case 'StateRepaired':
    case 'StackSetRemoved':
      return;
  }
}
