/** Strings that some YAML 1.1 or 1.2 reader takes for a boolean, null, a float, YAML 1.1's `=` or a merge key. In lower case. */
const words: ReadonlySet<string> = new Set('y n yes no on off true false null ~ = << .nan .inf +.inf -.inf'.split(' '));
const longestWord = 5;

/** Most strings of a manifest: they begin with a letter, and hold nothing that means something to YAML. */
const plainWord = /^[A-Za-z_/][\w./=,;()[\]{}<>+*?!&|^$%@~"'`\\-]*$/;

/** What may begin a plain string, and what it may hold: printable characters up to U+FFFD that are no line break anywhere. */
const plainText =
  /^[\w./$(^;<~\xA1-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD+-][\x20-\x7E\xA1-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]*$/;

/** Ends the string or begins a comment; a space that would be lost; the start of a document marker or of an item. */
const indicator = /: |:$| #| $|^---|^\.\.\.|^-(?: |$)/;

/** Numbers, dates, times and base 60 of all readers are made of these (go-yaml drops each `_` before it looks); so are version numbers and some digests. Quotes do them no harm. */
const numberLike = /^(?:[-+.][-+._]*)?[0-9][0-9a-fA-FxXoO_,.:+\-TtZz ]*$/;

function isPlain(text: string): boolean {
  if (text.length <= longestWord && words.has(text.toLowerCase())) return false;
  if (plainWord.test(text)) return true;
  return plainText.test(text) && !indicator.test(text) && !numberLike.test(text);
}

/** Printable, on one line: what single quotes may hold. */
const singleQuotable = /^[\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]*$/;

/**
 * A string on one line: plain where no reader could take it for something else, otherwise in quotes; in single ones where double ones
 * would need backslashes. Lone surrogates, which no file can hold, become U+FFFD.
 */
export function quoteString(text: string): string {
  if (isPlain(text)) return text;
  if ((text.includes('"') || text.includes('\\')) && singleQuotable.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return `"${text.replace(text.startsWith('\uFEFF') ? /./gsu : escaped, escapeCharacter)}"`;
}

/**
 * What go-yaml escapes in double quotes: kyaml would rewrite any other choice. That goes for a string that begins with a byte order
 * mark, too, of which it escapes every character.
 */
const escaped = /["\\]|[^\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/gu;

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\0', '\\0'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\v', '\\v'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['\x1B', '\\e'],
  ['\x85', '\\N'],
  ['\u2028', '\\L'],
  ['\u2029', '\\P'],
]);

function escapeCharacter(character: string): string {
  const short = shortEscapes.get(character);
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) return '\uFFFD';
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** What a literal block cannot hold: what needs an escape, and spaces at the end of a line. go-yaml cannot read one that begins with a tab. */
const noLiteral = /^\t|[ \t](?:\n|$)|^\n+$|[^\t\n\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/;

/** Whether a string of several lines survives as a literal block (`|`). */
export const fitsLiteral = (text: string): boolean => !noLiteral.test(text);

/** A string as a literal block, from its `|` on: an indicator where the first line's indentation would mislead, and how it ends. */
export function literalBlock(text: string, indent: string): string {
  const indicators = text.startsWith(' ') || text.startsWith('\n') ? '2' : '';
  const chomping = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const lines = text.endsWith('\n') ? text.slice(0, -1) : text;
  return `|${indicators}${chomping}\n${lines.replaceAll(/^(?=.)/gm, indent)}\n`;
}
