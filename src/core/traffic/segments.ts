import type { TrafficWeights } from './round-weights.ts';

/** The share [lower, upper) of the requests that a stack takes, as fractions of 1; [0, 0] takes none. */
export type Segment = readonly [lower: number, upper: number];

const EMPTY: Segment = [0, 0];

/**
 * Lays the stacks with weight side by side in [0, 1), without gap or overlap: those of `order` first, in its order, so that a
 * stack keeps its place and its users through a switch; then the others by name. Stacks without weight get [0, 0].
 */
export function computeSegments(weights: TrafficWeights, order: readonly string[]): ReadonlyMap<string, Segment> {
  const segments = new Map<string, Segment>([...weights.keys()].map((name) => [name, EMPTY]));
  let taken = 0;
  for (const name of leftToRight(weights, order)) {
    const upper = taken + (weights.get(name) ?? 0);
    segments.set(name, [fraction(taken), fraction(upper)]);
    taken = upper;
  }
  return segments;
}

/** The stacks with weight from left to right. */
export function leftToRight(weights: TrafficWeights, order: readonly string[]): readonly string[] {
  const active = [...weights].filter(([, weight]) => weight > 0).map(([name]) => name);
  const placed = [...new Set(order)].filter((name) => active.includes(name));
  return [...placed, ...active.filter((name) => !placed.includes(name)).sort()];
}

/** Percent to a fraction of 1; nine digits take away what adding doubles leaves behind. */
const fraction = (percent: number): number => Math.round(percent * 1e7) / 1e9;

/**
 * Skipper's predicate for a segment, with two digits for whole percents and one more for each finer step.
 * https://opensource.zalando.com/skipper/reference/predicates/#trafficsegment
 */
export function segmentPredicate([lower, upper]: Segment, weightPrecision: number): string {
  const digits = 2 + Math.max(0, Math.ceil(-Math.log10(weightPrecision) - 1e-9));
  return `TrafficSegment(${lower.toFixed(digits)}, ${upper.toFixed(digits)})`;
}
