const UNITS = [
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** Whole seconds as people write them: `11m40s`, `1h`, `0s`. */
export function formatDuration(seconds: number): string {
  let rest = Math.round(seconds);
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [`${count}${unit}`] : [];
  });
  return parts.join('') || '0s';
}
