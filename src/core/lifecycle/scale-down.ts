import type { StackSet } from '../model/stack-set.ts';
import { parseTimestamp } from '../model/timestamp.ts';
import { routesThatStillLeadTo } from '../traffic/route-lag.ts';
import { awaitsScaleDown } from './await-scale-down.ts';
import { type DecisionRule, isWanted, mapStacks, type Situation, type StackSituation, withBlocked, withState } from './situation.ts';

/** `spec.stackLifecycle.scaledownTTLSeconds` of a StackSet that names none, as in the original. */
const DEFAULT_SCALEDOWN_TTL = 300;

/**
 * Takes the pods of a stack that had no traffic for strictly longer than `scaledownTTLSeconds`, once the live routes show that it
 * gets nothing. What is scaled down stays so until it is to get traffic again, whatever a clock says, and where routes are awaited until
 * the cluster shows that its pods are gone.
 */
export const scaleDown: DecisionRule = (situation) => {
  const waiting = situation.stacks.filter((stack) => isDue(stack, situation)).flatMap((stack) => routesAwaited(stack, situation));
  const waits = new Set(waiting.map(({ name }) => name));
  const running = situation.stacks.filter((stack) => awaitsScaleDown(stack, situation));
  const next = mapStacks(situation, (stack) => {
    if (running.includes(stack)) return stack;
    if (isWanted(stack)) return revived(stack);
    return isDue(stack, situation) && !waits.has(stack.name) ? withState(stack, { scaledDown: true }) : stack;
  });
  return withStillRunning(waiting.length === 0 ? next : withBlocked(next, { reason: 'StillRouted', routes: waiting }), running);
};

function withStillRunning(situation: Situation, running: readonly StackSituation[]): Situation {
  if (running.length === 0) return situation;
  const stacks = running.map(({ name, readiness }) => ({ name, replicas: readiness.replicas }));
  return withBlocked(situation, { reason: 'StillRunning', stacks });
}

function isDue(stack: StackSituation, { now, stackSet }: Situation): boolean {
  if (isWanted(stack) || stack.state.scaledDown || stack.state.noTrafficSince === undefined) return false;
  const since = parseTimestamp(stack.state.noTrafficSince) ?? now;
  return now - since > scaledownTTL(stackSet);
}

/** Seconds without traffic after which a stack is scaled down. */
export const scaledownTTL = ({ spec }: StackSet): number => Math.max(0, spec.stackLifecycle?.scaledownTTLSeconds ?? DEFAULT_SCALEDOWN_TTL);

const routesAwaited = (stack: StackSituation, { policy }: Situation): ReturnType<typeof routesThatStillLeadTo> =>
  policy.awaitRoutes ? routesThatStillLeadTo(stack) : [];

function revived(stack: StackSituation): StackSituation {
  if (stack.state.scaledDown === undefined) return stack;
  const { scaledDown: _, ...state } = stack.state;
  return { ...stack, state };
}
