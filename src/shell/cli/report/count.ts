export type Counted = readonly [count: number, noun: string];

/** `1 file`, `2 files`. */
export const countOf = ([count, noun]: Counted): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
