import type { AskedTraffic } from '../model/package-decision.ts';

/** How far two shares of the traffic may be from each other and still be the same: what dividing leaves behind. */
const TOLERANCE = 1e-9;

/**
 * Whether two versions of `spec.traffic` ask for the same. Their scale does not matter, nor the order of entries, nor stacks without
 * weight; the last of two entries for a stack counts, as where it is carried out.
 */
export function asksTheSame(a: AskedTraffic, b: AskedTraffic): boolean {
  const [left, right] = [sharesOf(a), sharesOf(b)];
  return [...new Set([...left.keys(), ...right.keys()])].every(
    (name) => Math.abs((left.get(name) ?? 0) - (right.get(name) ?? 0)) <= TOLERANCE,
  );
}

/** Fractions of 1, of the stacks that are to get any. */
function sharesOf(traffic: AskedTraffic): ReadonlyMap<string, number> {
  const weights = [...new Map(traffic.map(({ stackName, weight }) => [stackName, weight]))].filter(([, weight]) => weight > 0);
  const largest = Math.max(...weights.map(([, weight]) => weight));
  const sum = weights.reduce((total, [, weight]) => total + weight / largest, 0);
  return new Map(weights.map(([name, weight]) => [name, weight / largest / sum]));
}
