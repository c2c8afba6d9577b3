import type { Quantity } from '../model/autoscaler.ts';

/** A Kubernetes quantity, parsed. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export interface ParsedQuantity {
  /** As the API server writes it: `0.5` is `500m`, `1000` is `1k`, `1024Ki` is `1Mi`. */
  readonly canonical: string;
  /** The digits of the canonical form, which the original sorts metrics by: 1500 for `1500m`, 2000 for `2k`. */
  readonly unscaledDigits: bigint;
}

type Format = 'decimal' | 'binary' | 'exponent';

const NANO = 9;
/** `E`; only the form with an exponent goes beyond it. */
const LARGEST_SUFFIX = 18;
const DECIMAL_SUFFIXES = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const SYNTAX = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,3})|(n|u|m|k|M|G|T|P|E|[KMGTPE]i)?)$/;

/** undefined where the text is no quantity. Digits finer than a billionth are rounded up, as Kubernetes does. */
export function parseQuantity(quantity: Quantity): ParsedQuantity | undefined {
  const match = SYNTAX.exec(String(quantity).trim());
  if (!match) return undefined;
  const [, sign, digits = '', exponent, suffix = ''] = match;
  const format: Format = exponent !== undefined ? 'exponent' : suffix.endsWith('i') ? 'binary' : 'decimal';
  const nanos = toNanos(
    digits,
    exponent === undefined ? (DECIMAL_SUFFIXES.get(suffix) ?? 0) : Number(exponent),
    BINARY_SUFFIXES.indexOf(suffix),
  );
  return nanos === 0n ? { canonical: '0', unscaledDigits: 0n } : canonicalize(nanos, sign === '-', format);
}

function toNanos(digits: string, decimalExponent: number, binaryPower: number): bigint {
  const [whole = '', fraction = ''] = digits.split('.');
  const mantissa = BigInt(`${whole}${fraction}`) * 1024n ** BigInt(Math.max(0, binaryPower));
  const scale = decimalExponent - fraction.length + NANO;
  if (scale >= 0) return mantissa * 10n ** BigInt(scale);
  const divisor = 10n ** BigInt(-scale);
  return (mantissa + divisor - 1n) / divisor;
}

function canonicalize(nanos: bigint, negative: boolean, format: Format): ParsedQuantity {
  const sign = negative ? '-' : '';
  const unit = 10n ** BigInt(NANO);
  if (format === 'binary' && nanos % unit === 0n && nanos >= 1024n * unit) return binary(nanos / unit, sign);
  let mantissa = nanos;
  let exponent = -NANO;
  while ((exponent < LARGEST_SUFFIX || format === 'exponent') && mantissa % 1000n === 0n) {
    mantissa /= 1000n;
    exponent += 3;
  }
  const suffix = format === 'exponent' && exponent !== 0 ? `e${exponent}` : decimalSuffix(exponent);
  const unscaled = exponent > 0 ? mantissa * 10n ** BigInt(exponent) : mantissa;
  return { canonical: `${sign}${mantissa}${suffix}`, unscaledDigits: negative ? -unscaled : unscaled };
}

function binary(value: bigint, sign: string): ParsedQuantity {
  let mantissa = value;
  let power = 0;
  while (power < BINARY_SUFFIXES.length - 1 && mantissa % 1024n === 0n) {
    mantissa /= 1024n;
    power += 1;
  }
  return { canonical: `${sign}${mantissa}${BINARY_SUFFIXES[power]}`, unscaledDigits: sign ? -value : value };
}

const decimalSuffix = (exponent: number): string => [...DECIMAL_SUFFIXES].find(([, power]) => power === exponent)?.[0] ?? '';
