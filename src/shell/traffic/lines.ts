const COMMENT_LINE = /^[ \t]*#/;

/** The offset at which a line's text begins: after the line break, or the byte order mark, before it. */
export function lineStart(text: string, offset: number): number {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

/** The offset of the line break that ends a line, or the text's end. */
export const lineEnd = (text: string, offset: number): number => findBreak(text, offset)?.index ?? text.length;

/** The offset of the next line, or the text's end. */
export function nextLine(text: string, offset: number): number {
  const found = findBreak(text, offset);
  return found === null ? text.length : found.index + found[0].length;
}

function findBreak(text: string, offset: number): RegExpExecArray | null {
  const lineBreak = /\r\n|\n|\r/g;
  lineBreak.lastIndex = offset;
  return lineBreak.exec(text);
}

/** From 0. */
export const columnOf = (text: string, offset: number): number => offset - lineStart(text, offset);

/** What stands before an offset on its line, where that is nothing but space; undefined otherwise. */
export function indentationOf(text: string, offset: number): string | undefined {
  const before = text.slice(lineStart(text, offset), offset);
  return /^[ \t]*$/.test(before) ? before : undefined;
}

/** The line break that a text uses, by its first one. */
export const lineBreakOf = (text: string): string => /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';

export const spaces = (count: number): string => ' '.repeat(Math.max(count, 0));

/**
 * The start of the first line below a node that is not its own: comments right below it that are indented at least as deep as given are.
 * @param end of the node
 * @param limit the end of its document
 */
export function lineBelow(text: string, end: number, limit: number, commentIndent: number): number {
  let at = end > 0 && /[\r\n]/.test(text[end - 1] ?? '') ? end : nextLine(text, end);
  while (at < limit) {
    const line = text.slice(at, lineEnd(text, at));
    if (!COMMENT_LINE.test(line) || line.search(/#/) < commentIndent) break;
    at = nextLine(text, at);
  }
  return Math.min(at, limit);
}
