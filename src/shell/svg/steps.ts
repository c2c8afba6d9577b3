/** A value that holds from a moment on, until the next. */
export interface Step {
  /** Seconds after the picture's start. */
  readonly at: number;
  readonly value: number;
}

/** How a value changes over points in time: the first, and then those where it is another than before. */
export function stepsOf<Point extends { readonly at: number }>(
  points: readonly Point[],
  measure: (point: Point) => number,
): readonly Step[] {
  const steps: Step[] = [];
  for (const point of points) {
    const value = measure(point);
    if (steps.at(-1)?.value !== value) steps.push({ at: point.at, value });
  }
  return steps;
}
