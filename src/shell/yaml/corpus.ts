import { readFileSync } from 'node:fs';

/** What a library made of a text: its documents, empty ones left out, or its error. */
export type RecordedReading = { readonly documents?: readonly unknown[]; readonly error?: string };

/** A text with what kubectl reads; `difference` says why we read it otherwise on purpose. */
export interface ReadCase {
  readonly name: string;
  readonly text: string;
  readonly kubectl: RecordedReading;
  readonly difference?: { readonly reason: string; readonly documents?: readonly unknown[]; readonly problem?: string };
}

/** A value with our text of it, and what others read from that text. */
export interface WriteCase {
  readonly name: string;
  readonly value: unknown;
  readonly text: string;
  readonly kubectl: RecordedReading;
  readonly kyaml: RecordedReading;
  readonly rewrittenByKyaml: string;
}

const load = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../fixtures/yaml/${name}`, import.meta.url), 'utf8'));

export const readCases = (): readonly ReadCase[] => load('read.json') as readonly ReadCase[];
export const writeCases = (): readonly WriteCase[] => load('write.json') as readonly WriteCase[];

/** A value of a fixture, with the numbers that JSON.parse would change: `{"$bigint": "…"}`, `{"$double": "-0"}`. */
export function fromFixture(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromFixture);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bigint' in value) return BigInt(value.$bigint as string);
  if ('$double' in value) return Number(value.$double);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromFixture(item)]));
}
