import type { Scalar } from './scalar.ts';

/** Written as a float, so that Go keeps it as one: `1e6`, `1.0`. */
const floatSyntax = /^[-+.]*[0-9][0-9_]*(?:\.|[eE])/;

/** The JSON key that kubectl makes of a scalar, given also as it is written; undefined where it refuses: null, integers above 64 signed bits. */
export function keyText(key: Scalar, written: string): string | undefined {
  switch (typeof key) {
    case 'string':
      return key;
    case 'boolean':
      return String(key);
    case 'bigint':
      return key < 2n ** 63n ? String(key) : undefined;
    case 'number':
      return Number.isInteger(key) && !floatSyntax.test(written) ? String(key) : formatFloat(key);
    default:
      return undefined;
  }
}

/** A float as Go's `FormatFloat(x, 'g', -1, 32)` writes it: the fewest digits that give the same 32-bit float. */
function formatFloat(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const single = Math.fround(value);
  let digits = 1;
  while (digits < 9 && Math.fround(Number(value.toPrecision(digits))) !== single) digits += 1;
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  if (Number(exponent) >= -4 && Number(exponent) < 6) return String(Number(value.toPrecision(digits)));
  return `${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${exponent.slice(1).padStart(2, '0')}`;
}
