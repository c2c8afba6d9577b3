/** What a YAML scalar can mean in JSON. Integers that a double cannot hold are bigints. */
export type Scalar = null | boolean | number | bigint | string;

/** Words that kubectl's library reads as something other than a string. `y` and `n` are booleans to it, as in YAML 1.1. */
const words: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

/** First characters of `words` and of numbers, by character code: 1 a word, 2 a number or a word, 0 always a string. */
const hints = new Uint8Array(128);
for (const first of 'yYnNtTfFoO~') hints[first.charCodeAt(0)] = 1;
for (const first of '0123456789+-.') hints[first.charCodeAt(0)] = 2;

/**
 * Reads a plain scalar as kubectl does: the rules of go-yaml v2, which sigs.k8s.io/yaml turns into JSON. They are YAML 1.1 without
 * base 60 and without dates, plus YAML 1.2's `0o` octals. `fixtures/yaml/read` holds what the real library says.
 */
export function resolvePlain(text: string): Scalar {
  if (text.length === 0) return null;
  const hint = hints[text.charCodeAt(0)] ?? 0;
  if (hint === 0) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  return hint === 2 ? (resolveNumber(text) ?? text) : text;
}

const shortDecimal = /^(?:0|[1-9][0-9]{0,14})$/;
const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]*|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const strayUnderscore = /_(?![0-9])|(?<![0-9])_/;

function resolveNumber(text: string): Scalar | undefined {
  if (shortDecimal.test(text)) return Number(text);
  // Behind a leading dot, Go's float parser allows single underscores between digits; elsewhere go-yaml takes all of them out.
  if (text.startsWith('.') && strayUnderscore.test(text)) return undefined;
  const digits = text.replaceAll('_', '');
  const whole = integer.exec(digits);
  if (whole !== null) {
    const value = integerValue(whole[1] ?? '', whole[2] ?? '');
    if (value !== undefined) return value;
  }
  if (!float.test(digits)) return undefined;
  const value = Number(digits);
  return Number.isFinite(value) ? value : undefined;
}

const smallestInteger = -(2n ** 63n);
const largestInteger = 2n ** 63n - 1n;
const largestUnsigned = 2n ** 64n - 1n;

/** Undefined where neither a signed nor an (unprefixed) unsigned 64-bit integer holds it. */
function integerValue(sign: string, digits: string): number | bigint | undefined {
  const magnitude = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const value = sign === '-' ? -magnitude : magnitude;
  if (value < smallestInteger || value > (sign === '' ? largestUnsigned : largestInteger)) return undefined;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
