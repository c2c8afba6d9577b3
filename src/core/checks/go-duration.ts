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
const TERM = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
const SYNTAX = /^[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;

/** Go counts nanoseconds in 64 bits: a good 292 years. */
const MOST_NANOSECONDS = 2 ** 63;

/** Whether Go reads a text as a duration: `10m`, `1h30m`, `0`, but not `600`. https://pkg.go.dev/time#ParseDuration */
export function isGoDuration(text: string): boolean {
  if (!SYNTAX.test(text)) return false;
  const terms = [...text.matchAll(TERM)];
  return terms.reduce((sum, [, number, unit]) => sum + Number(number) * (NANOSECONDS.get(unit ?? '') ?? 0), 0) < MOST_NANOSECONDS;
}
