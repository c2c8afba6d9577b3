/** Weights in percent by stack name; they sum to 100, or are all 0 where nothing has traffic. */
export type TrafficWeights = ReadonlyMap<string, number>;

/**
 * Scales weights of any size to percents that sum to 100, in steps of `precision` percent, by largest remainder: each is
 * cut, and the missing steps go one by one to the largest remainder, ties to the larger whole part, then to the name.
 * Remainders are compared as doubles without a tolerance, as in the original, so that both give 34/33/33 to the same stack.
 * Weights that are all 0 stay as they are.
 * @param precision the smallest step in percent: 1 or a divisor of it
 */
export function roundWeights(weights: TrafficWeights, precision: number): TrafficWeights {
  const sum = [...weights.values()].reduce((total, weight) => total + weight, 0);
  if (sum <= 0) return weights;
  if (sum === Number.POSITIVE_INFINITY) return roundWeights(scaledDown(weights), precision);
  const stepsPerPercent = Math.round(1 / precision);
  const shares = [...weights].map(([name, weight]) => {
    const exact = (weight / sum) * 100 * stepsPerPercent;
    return { name, steps: Math.floor(exact), remainder: exact - Math.floor(exact) };
  });
  const missing = 100 * stepsPerPercent - shares.reduce((total, share) => total + share.steps, 0);
  const receivers = new Set(
    shares
      .toSorted((a, b) => b.remainder - a.remainder || b.steps - a.steps || (a.name < b.name ? -1 : 1))
      .slice(0, Math.max(missing, 0))
      .map((share) => share.name),
  );
  return new Map(shares.map(({ name, steps }) => [name, (steps + (receivers.has(name) ? 1 : 0)) / stepsPerPercent]));
}

/** For weights whose sum is beyond a double; dividing by a power of two leaves their digits as they are. */
const scaledDown = (weights: TrafficWeights): TrafficWeights => new Map([...weights].map(([name, weight]) => [name, weight / 2 ** 64]));
