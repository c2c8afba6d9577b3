import { fitsLiteral, literalBlock, quoteString } from './quote.ts';
import { Utf8Writer, type WrittenBytes } from './utf8-writer.ts';

/** The one writer: emitting is synchronous and does not call itself, and a buffer that is kept need not grow again. */
const writer = new Utf8Writer();

/**
 * One document of JSON-like data, in the block style of kubectl and kyaml: two spaces, sequences at the column of their key, keys in the
 * object's order. Undefined values are left out, as by JSON.stringify. No `---`; one line break at the end.
 *
 * Large values two levels deep (`spec.template`) are remembered by identity, since a Stack and its Deployment share their pod template:
 * do not change an object that was emitted and emit it again.
 *
 * Throws a TypeError for what JSON cannot hold (NaN, infinity, functions).
 */
export function emitDocument(object: unknown): string {
  return emitNode(object, '');
}

/** A file of several documents, with `---` between them. */
export function emitDocuments(objects: readonly unknown[]): string {
  return objects.map(emitDocument).join('---\n');
}

/** A value on lines of its own, each behind `indent` (spaces). */
export function emitNode(value: unknown, indent: string): string {
  writer.clear();
  if (!isCollection(value) || !writeEntries(value, indent.length, true)) {
    writer.write(indent);
    writer.write(`${isCollection(value) ? emptyCollection(value) : scalarText(value)}\n`);
  }
  return writer.toString();
}

type Fields = Readonly<Record<string, unknown>>;
type Collection = readonly unknown[] | Fields;

const isCollection = (value: unknown): value is Collection => typeof value === 'object' && value !== null;
const emptyCollection = (value: Collection): string => (Array.isArray(value) ? '[]' : '{}');

const space = 32;
const lineBreak = 10;
const colon = 58;
const dash = 45;

/** Returns false where there is no entry. `isOwnLine` is false behind a `- `, where the first entry needs no indentation. */
function writeEntries(value: Collection, indent: number, isOwnLine: boolean): boolean {
  return Array.isArray(value) ? writeItems(value, indent, isOwnLine) : writeFields(value as Fields, indent, isOwnLine);
}

function writeItems(items: readonly unknown[], indent: number, isOwnLine: boolean): boolean {
  let needsIndent = isOwnLine;
  for (const item of items) {
    if (needsIndent) writer.writeSpaces(indent);
    needsIndent = true;
    writer.writeCode(dash);
    writeCompact(item, indent);
  }
  return items.length > 0;
}

function writeFields(object: Fields, indent: number, isOwnLine: boolean): boolean {
  let needsIndent = isOwnLine;
  let hasFields = false;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    if (needsIndent) writer.writeSpaces(indent);
    needsIndent = true;
    hasFields = true;
    if (writer.writeWord(key) || isSimpleKey(key)) {
      writer.writeCode(colon);
      writeValue(value, indent);
    } else {
      writer.write(`? ${quoteString(key)}\n${' '.repeat(indent)}:`);
      writeCompact(value, indent);
    }
  }
  return hasFields;
}

/** go-yaml writes `? ` before a key of several lines or of more than 128 bytes. Any other is written. */
function isSimpleKey(key: string): boolean {
  if (/[\n\r\x85\u2028\u2029]/.test(key) || Buffer.byteLength(key) > 128) return false;
  writer.write(quotedText(key));
  return true;
}

/** Values that are remembered lie at this indentation and have at least so many bytes. */
const memoIndent = 2;
const memoBytes = 400;
const memo = new WeakMap<Collection, WrittenBytes>();

/** Strings that are no words at first sight, as they are written: `"true"`, `100m`. The same few come again and again. */
const quoted = new Map<string, string>();
const longestQuoted = 64;
const maxQuoted = 2000;

function quotedText(text: string): string {
  const known = quoted.get(text);
  if (known !== undefined) return known;
  const written = quoteString(text);
  if (text.length > longestQuoted) return written;
  if (quoted.size === maxQuoted) quoted.clear();
  quoted.set(text, written);
  return written;
}

/** What follows a `key:`, the line break included. */
function writeValue(value: unknown, indent: number): void {
  if (!isCollection(value)) writeInline(value, indent);
  else if (indent === memoIndent) writeRemembered(value, indent);
  else writeBlock(value, indent);
}

function writeBlock(value: Collection, indent: number): void {
  const start = writer.length;
  writer.writeCode(lineBreak);
  if (writeEntries(value, Array.isArray(value) ? indent : indent + 2, true)) return;
  writer.length = start;
  writer.write(` ${emptyCollection(value)}\n`);
}

function writeRemembered(value: Collection, indent: number): void {
  const known = memo.get(value);
  if (known !== undefined) {
    writer.append(known);
    return;
  }
  const start = writer.length;
  writeBlock(value, indent);
  if (writer.length - start >= memoBytes) memo.set(value, writer.copyFrom(start));
}

/** What follows a `-`, or the `:` of a key with a `?`: the first entry of a collection stands on the same line. */
function writeCompact(value: unknown, indent: number): void {
  if (!isCollection(value)) {
    writeInline(value, indent);
    return;
  }
  writer.writeCode(space);
  if (!writeEntries(value, indent + 2, false)) writer.write(`${emptyCollection(value)}\n`);
}

function writeInline(value: unknown, indent: number): void {
  writer.writeCode(space);
  if (typeof value !== 'string') writer.write(`${scalarText(value)}\n`);
  else if (writer.writeWord(value)) writer.writeCode(lineBreak);
  else if (value.includes('\n') && fitsLiteral(value)) writer.write(literalBlock(value, ' '.repeat(indent + 2)));
  else writer.write(`${quotedText(value)}\n`);
}

function scalarText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoteString(value);
    case 'number':
      return numberText(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'undefined':
    case 'object':
      return 'null';
    default:
      throw new TypeError(`JSON has no ${typeof value}`);
  }
}

/** A float keeps its point, its exponent and the sign of its zero, so that it is a float to every reader. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0.0' : String(value);
  if (!Number.isFinite(value)) throw new TypeError(`JSON has no ${value}`);
  const text = Number.isInteger(value) ? value.toExponential() : String(value);
  return text.includes('.') ? text : text.replace('e', '.0e');
}
