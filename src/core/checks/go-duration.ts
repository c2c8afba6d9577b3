const NANOSECONDS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['μs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
]);
const TERM = /(\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g;
const SYNTAX = /^[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/;

/** Go counts nanoseconds in 64 bits: a good 292 years. */
const MOST_NANOSECONDS = 2 ** 63;

/** Reads a duration as Go does, in seconds: `10m`, `1h30m`, `0`, but not `600`; undefined where Go does not. https://pkg.go.dev/time#ParseDuration */
export function parseGoDuration(text: string): number | undefined {
  if (!SYNTAX.test(text)) return undefined;
  const terms = [...text.matchAll(TERM)];
  const nanoseconds = terms.reduce((sum, [, number, unit]) => sum + Number(number) * (NANOSECONDS.get(unit ?? '') ?? 0), 0);
  if (nanoseconds >= MOST_NANOSECONDS) return undefined;
  return (text.startsWith('-') ? -nanoseconds : nanoseconds) / 1e9;
}

/** Whether Go reads a text as a duration. */
export const isGoDuration = (text: string): boolean => parseGoDuration(text) !== undefined;
