import { quoteString } from './quote.ts';

/**
 * One document of JSON-like data, in the block style of kubectl and kyaml: two spaces, sequences at the column of their key, keys in the
 * object's order. Undefined values are left out, as by JSON.stringify. No `---`; one line break at the end.
 * Throws a TypeError for what JSON cannot hold (NaN, infinity, functions).
 */
export function emitDocument(object: unknown): string {
  return emitNode(object, '');
}

/** A file of several documents, with `---` between them. */
export function emitDocuments(objects: readonly unknown[]): string {
  return objects.map(emitDocument).join('---\n');
}

/** A value on lines of its own, each indented by `indent` (spaces). */
export function emitNode(value: unknown, indent: string): string {
  if (Array.isArray(value) && value.length > 0) return emitSequence(value, indent, indent);
  if (isObject(value)) {
    const text = emitMapping(value, indent, indent);
    if (text !== '') return text;
  }
  return `${indent}${emitScalar(value)}\n`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `first` stands before the first entry: the indentation, or nothing behind a `- `. Empty text where there is no entry. */
function emitMapping(object: Readonly<Record<string, unknown>>, indent: string, first: string): string {
  let text = '';
  let before = first;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    text += `${before}${emitKey(key, indent)}${emitValue(value, indent)}`;
    before = indent;
  }
  return text;
}

function emitSequence(items: readonly unknown[], indent: string, first: string): string {
  let text = '';
  let before = first;
  for (const item of items) {
    text += `${before}-${emitItem(item, indent)}`;
    before = indent;
  }
  return text;
}

/** What follows a `-`: a collection begins on the same line. */
function emitItem(item: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(item) && item.length > 0) return ` ${emitSequence(item, inner, '')}`;
  if (isObject(item)) {
    const text = emitMapping(item, inner, '');
    return text === '' ? ' {}\n' : ` ${text}`;
  }
  return emitInline(item, indent);
}

/** What follows a `key:`. */
function emitValue(value: unknown, indent: string): string {
  if (Array.isArray(value) && value.length > 0) return `\n${emitSequence(value, indent, indent)}`;
  if (isObject(value)) {
    const text = emitMapping(value, `${indent}  `, `${indent}  `);
    return text === '' ? ' {}\n' : `\n${text}`;
  }
  return emitInline(value, indent);
}

function emitInline(value: unknown, indent: string): string {
  if (typeof value === 'string' && value.includes('\n') && literal.test(value)) return emitLiteral(value, `${indent}  `);
  return ` ${emitScalar(value)}\n`;
}

/** Strings that a literal block can hold: no line ends with a space, and all is printable. */
const literal =
  /^(?!\n+$)(?:(?:[\x20-\x7E\t\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]*[^ \t\n\0-\x1F\x7F-\x9F\u2028\u2029\uD800-\uDFFF\uFEFF\uFFFE\uFFFF])?\n)*(?:[\x20-\x7E\t\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]*[^ \t\n\0-\x1F\x7F-\x9F\u2028\u2029\uD800-\uDFFF\uFEFF\uFFFE\uFFFF])?$/;

function emitLiteral(text: string, indent: string): string {
  const hint = text.startsWith(' ') || text.startsWith('\n') ? '2' : '';
  const chomping = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  return ` |${hint}${chomping}\n${body.replaceAll(/^(?=.)/gm, indent)}\n`;
}

function emitKey(key: string, indent: string): string {
  const text = quoteString(key);
  return text.length > 120 && Buffer.byteLength(key) > 128 ? `? ${text}\n${indent}:` : `${text}:`;
}

function emitScalar(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoteString(value);
    case 'number':
      return emitNumber(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'undefined':
      return 'null';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? '[]' : '{}';
    default:
      throw new TypeError(`JSON has no ${typeof value}`);
  }
}

/** A float keeps its point, its exponent and the sign of its zero, so that it is a float to every reader. */
function emitNumber(value: number): string {
  if (Number.isSafeInteger(value)) return Object.is(value, -0) ? '-0.0' : String(value);
  if (!Number.isFinite(value)) throw new TypeError(`JSON has no ${value}`);
  const text = Number.isInteger(value) ? value.toExponential() : String(value);
  return text.includes('.') ? text : text.replace('e', '.0e');
}
