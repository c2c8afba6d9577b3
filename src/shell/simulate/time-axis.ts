import { formatDuration } from '../../core/simulate/format-duration.ts';

/** Distances of ticks that people read easily, in seconds. */
const DISTANCES = [1, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800];

export interface Tick {
  /** Seconds after the start. */
  readonly at: number;
  readonly label: string;
}

/** Ticks of a time axis, from 0 on. @param most how many there is room for */
export function timeTicks(duration: number, most: number): readonly Tick[] {
  const distance = DISTANCES.find((candidate) => duration / candidate <= most) ?? duration;
  const count = distance > 0 ? Math.floor(duration / distance) + 1 : 1;
  return Array.from({ length: count }, (_, index) => ({ at: index * distance, label: formatDuration(index * distance) }));
}
