/** The JSON key that kubectl makes of a YAML key, or undefined where it refuses: null, a mapping, a sequence, an unsigned integer of 64 bits. */
export function keyText(key: unknown): string | undefined {
  switch (typeof key) {
    case 'string':
      return key;
    case 'boolean':
      return String(key);
    case 'bigint':
      return key < 2n ** 63n ? String(key) : undefined;
    case 'number':
      return Number.isInteger(key) ? String(key) : formatFloat(key);
    default:
      return undefined;
  }
}

/** A float as Go's `FormatFloat(x, 'g', -1, 32)` writes it: the fewest digits that give the same 32-bit float. */
function formatFloat(value: number): string {
  const single = Math.fround(value);
  let digits = 1;
  while (digits < 9 && Math.fround(Number(value.toPrecision(digits))) !== single) digits += 1;
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  if (Number(exponent) >= -4 && Number(exponent) < 6) return String(Number(value.toPrecision(digits)));
  return `${mantissa}e${exponent.startsWith('-') ? '-' : '+'}${exponent.slice(1).padStart(2, '0')}`;
}
