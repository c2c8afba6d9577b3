import type { TrafficWeights } from '../../core/traffic/round-weights.ts';

/** What holds from a moment on until the next point. */
export interface TrafficPoint {
  /** Seconds after the picture's start. */
  readonly at: number;
  /** In percent; a stack that is not there has none. */
  readonly weights: TrafficWeights;
  /** Whether something is kept from moving. */
  readonly held: boolean;
}

/** The traffic of a StackSet over time. */
export interface TrafficChart {
  readonly points: readonly TrafficPoint[];
  /** Seconds; more than 0. */
  readonly duration: number;
  /** The stacks' colours, in the order in which they are drawn, from the bottom up. */
  readonly stacks: ReadonlyMap<string, string>;
}

/** Easy to tell apart, for people who confuse red and green too, and dark enough for white text on them. */
const COLOURS = ['#2f6db5', '#e08a2e', '#3a9a7a', '#b4508f', '#7d63c4', '#b8990f', '#3fa2b8', '#a4553c'];

/** Gives each name a colour; beyond eight they come again. */
export const coloursOf = (names: Iterable<string>): ReadonlyMap<string, string> =>
  new Map([...new Set(names)].map((name, index) => [name, COLOURS[index % COLOURS.length] ?? '#888']));
