import { parseTimestamp } from '../model/timestamp.ts';
import { type DecisionRule, isWanted, mapStacks, type Situation, type StackSituation, withBlocked } from './situation.ts';

/** `spec.stackLifecycle.limit` of a StackSet that names none, as in the original. */
const DEFAULT_LIMIT = 10;

/**
 * Removes what is beyond `limit`: of the stacks that are scaled down, or of all where nothing could give them traffic, those that
 * had none for longest, then those created first. While a live object still carries the annotations that keep a GitOps tool from
 * pruning it, its stack stays, or the object would stay in the cluster for good.
 */
export const removeStacks: DecisionRule = (situation) => {
  const candidates = situation.stacks.filter((stack) => isRemovable(stack, situation));
  const limit = Math.max(0, situation.stackSet.spec.stackLifecycle?.limit ?? DEFAULT_LIMIT);
  const excess = candidates.toSorted(byLastUse).slice(0, Math.max(0, candidates.length - limit));
  const kept = excess.filter(isProtected).map(({ name }) => name);
  const removed = new Set(excess.map(({ name }) => name).filter((name) => !kept.includes(name)));
  const next = mapStacks(situation, (stack) => (removed.has(stack.name) ? { ...stack, remove: true } : stack));
  return kept.length === 0 ? next : withBlocked(next, { reason: 'StillProtected', stacks: kept });
};

function isRemovable(stack: StackSituation, { stackSet }: Situation): boolean {
  if (isWanted(stack)) return false;
  const { ingress, routegroup } = stack.stack.spec;
  const canBeRouted = ingress !== undefined || routegroup !== undefined || stackSet.spec.externalIngress !== undefined;
  return !canBeRouted || stack.state.scaledDown === true;
}

const isProtected = ({ observation }: StackSituation): boolean => observation.children.some((child) => child.pruneProtected);

/** Stacks are in the order of creation already, which is what an equal time leaves. */
const byLastUse = (a: StackSituation, b: StackSituation): number => lastUse(a) - lastUse(b);

const lastUse = ({ state }: StackSituation): number => parseTimestamp(state.noTrafficSince ?? state.createdAt ?? '') ?? 0;
