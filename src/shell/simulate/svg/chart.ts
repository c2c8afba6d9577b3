import type { SimulatedStack, SimulatedStep } from '../../../core/simulate/simulated-step.ts';

/** A place for data within the picture, in pixels. */
export interface Panel {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What all parts of a picture are drawn from. */
export interface Chart {
  readonly steps: readonly SimulatedStep[];
  /** Seconds. */
  readonly duration: number;
  /** In the order of creation, each with its colour. */
  readonly stacks: ReadonlyMap<string, string>;
}

/** Easy to tell apart, for people who confuse red and green too, and dark enough on white. */
const COLOURS = ['#2f6db5', '#e08a2e', '#3a9a7a', '#b4508f', '#7d63c4', '#b8990f', '#3fa2b8', '#a4553c'];

export function chartOf(steps: readonly SimulatedStep[]): Chart {
  const names = [...new Set(steps.flatMap(({ stacks }) => stacks.map(({ name }) => name)))];
  const stacks = new Map(names.map((name, index) => [name, COLOURS[index % COLOURS.length] ?? '#888']));
  return { steps, duration: Math.max(1, steps.at(-1)?.at ?? 0), stacks };
}

export const xOf = (at: number, { left, width }: Panel, { duration }: Chart): number => left + (at / duration) * width;

/** A value of a stack over time, as it changes; 0 where there is no such stack. */
export function changesOf(
  { steps }: Chart,
  value: (stacks: readonly SimulatedStack[]) => number,
): readonly { readonly at: number; readonly value: number }[] {
  const changes: { at: number; value: number }[] = [];
  for (const { at, stacks } of steps) {
    const next = value(stacks);
    if (changes.at(-1)?.value !== next) changes.push({ at, value: next });
  }
  return changes;
}
