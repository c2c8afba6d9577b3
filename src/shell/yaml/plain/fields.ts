import { giveUp } from './give-up.ts';

export type Fields = Record<string, unknown>;

/** Gives up on a key that is there already, and on one that every object inherits, like `constructor` and `__proto__`. */
export function addField(fields: Fields, key: string, value: unknown): void {
  if (fields[key] !== undefined) giveUp();
  fields[key] = value;
}
