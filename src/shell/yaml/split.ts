/** The part of a file that holds one document. */
export interface DocumentText {
  /** What the parser gets: with its directives and its `---`. */
  readonly parseStart: number;
  /** What a person would call the document: from the line after `---`, unless something other than a comment stands beside it. */
  readonly start: number;
  readonly end: number;
}

/** A line that ends or begins a document. YAML allows neither inside of a scalar, so no parser is needed to find them. */
const marker = /^(---|\.\.\.)(?=[ \t\r\n]|$)([^\r\n]*)(?:\r\n|\r|\n|$)/gm;
const bareLine = /^[ \t]*(?:#|$)/;

/** Splits a file at its document markers, so that a broken document hides no other and each can be copied byte for byte. */
export function splitDocuments(text: string): readonly DocumentText[] {
  const first = text.startsWith('\uFEFF') ? 1 : 0;
  if (!text.includes('---') && !text.includes('...')) return [{ parseStart: first, start: first, end: text.length }];
  const documents: DocumentText[] = [];
  let open: { parseStart: number; start: number } = { parseStart: first, start: first };
  for (const found of text.matchAll(marker)) {
    const at = found.index;
    const lineEnd = at + found[0].length;
    if (found[1] === '...') {
      documents.push({ ...open, end: at });
      open = { parseStart: lineEnd, start: lineEnd };
    } else if (isDirectives(text.slice(open.parseStart, at))) {
      // Directives belong to the document after their marker, and without them a copy could mean something else.
      open = { parseStart: open.parseStart, start: open.start };
    } else {
      if (at > open.parseStart) documents.push({ ...open, end: at });
      open = { parseStart: at, start: bareLine.test(found[2] ?? '') ? lineEnd : at };
    }
  }
  documents.push({ ...open, end: text.length });
  return documents;
}

function isDirectives(text: string): boolean {
  if (!text.includes('%')) return false;
  return text.split(/\r\n|\r|\n/).every((line) => line.startsWith('%') || bareLine.test(line));
}
