import { keyText } from '../key.ts';
import { resolvePlain, type Scalar } from '../scalar.ts';
import { giveUp } from './give-up.ts';

const doubleQuote = 0x22;
const singleQuote = 0x27;

/** What a scalar means, as it is written: quoted or plain. */
export function resolveScalar(written: string): Scalar {
  const first = written.charCodeAt(0);
  if (first === doubleQuote || first === singleQuote) return unquote(written, first);
  if (isLongWord(written, first)) return written;
  const value = resolvePlain(written);
  if (typeof value === 'number' && !Number.isFinite(value)) giveUp();
  return value;
}

/** The key that a scalar makes, as it is written. Gives up on null and merge keys. */
export function resolveKey(written: string): string {
  const first = written.charCodeAt(0);
  if (first === doubleQuote || first === singleQuote) return unquote(written, first);
  if (isLongWord(written, first)) return written;
  if (written === '<<') giveUp();
  return keyText(resolvePlain(written), written) ?? giveUp();
}

const longestSpecialWord = 'false'.length;
const smallA = 0x61;

/** Saves most look-ups: a scalar that begins with a letter (or `_{|}~`) and is longer than all words with a meaning. */
function isLongWord(written: string, first: number): boolean {
  return written.length > longestSpecialWord && (first | 0x20) >= smallA;
}

function unquote(written: string, quote: number): string {
  const inner = written.slice(1, -1);
  if (quote === singleQuote) return inner.includes("'") ? inner.replaceAll("''", "'") : inner;
  return inner.includes('\\') ? inner.replace(/\\./g, meantBy) : inner;
}

/** Escapes that stand for characters by their code are left to the full reader. */
const escapes: ReadonlyMap<string, string> = new Map([
  ['\\"', '"'],
  ['\\\\', '\\'],
  ['\\/', '/'],
  ['\\0', '\0'],
  ['\\a', '\x07'],
  ['\\b', '\b'],
  ['\\e', '\x1B'],
  ['\\f', '\f'],
  ['\\n', '\n'],
  ['\\r', '\r'],
  ['\\t', '\t'],
  ['\\v', '\v'],
]);

const meantBy = (written: string): string => escapes.get(written) ?? giveUp();
