/** The part of a file that holds one document: what stands between two markers. */
export interface DocumentText {
  /** Without BOM and `---`; but from its directives, where it has some, through the `---` below them. */
  readonly start: number;
  readonly end: number;
  /** Set where it cannot be read: what is wrong with the marker above it, and at which offset. */
  readonly misplaced?: { readonly offset: number; readonly message: string };
}

/** A line that begins with `---`, whatever follows, or one that ends a document. YAML allows neither inside of a scalar. */
const marker = /(?:^\uFEFF?|[\r\n])(---|\.\.\.(?=[ \t\r\n]|$))([^\r\n]*)(?:\r\n|\r|\n|$)/y;
const nextMarker = /(?:^\uFEFF?|[\r\n])(?=---|\.\.\.(?:[ \t\r\n]|$))/g;

/** What may stand beside a marker: nothing, or a comment. */
const besideMarker = /^[ \t]*(?:$|(?<=[ \t])#)/;
const bare = /^[ \t]*(?:#|$)/;
const lineBreak = /\r\n|\r|\n/;

interface Marker {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** The offset of what stands beside it and must not, or -1. */
  readonly beside: number;
}

function findMarkers(text: string): readonly Marker[] {
  if (!text.includes('---') && !text.includes('...')) return [];
  return Array.from(text.matchAll(nextMarker), (before) => {
    marker.lastIndex = before.index;
    const [whole = '', kind = '', beside = ''] = marker.exec(text) ?? [];
    const start = before.index + before[0].length;
    return { kind, start, end: before.index + whole.length, beside: besideMarker.test(beside) ? -1 : start + kind.length };
  });
}

/**
 * Splits a file at its markers, as kubectl does before it parses anything: a broken document hides no other, and each can be copied byte
 * for byte. Only a comment may stand beside a marker, and after `...` nothing but directives until the next `---`.
 */
export function splitDocuments(text: string): readonly DocumentText[] {
  const documents: DocumentText[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let misplaced: DocumentText['misplaced'];
  let isEnded = false;
  const close = (end: number): void => {
    const stray = isEnded ? firstContent(text, start, end) : -1;
    if (stray !== -1) misplaced ??= { offset: stray, message: 'kubectl ignores what follows a `...`' };
    documents.push({ start, end, ...(misplaced && { misplaced }) });
  };
  for (const found of findMarkers(text)) {
    if (found.kind === '---' && holdsDirectives(text.slice(start, found.start))) {
      isEnded = false;
      continue;
    }
    close(found.start);
    start = found.end;
    isEnded = found.kind === '...';
    misplaced = found.beside === -1 ? undefined : { offset: found.beside, message: `only a comment may stand beside \`${found.kind}\`` };
  }
  close(text.length);
  return documents;
}

/** Directives belong to the document after their marker; without them a copy of it could mean something else. */
function holdsDirectives(text: string): boolean {
  return text.includes('%') && text.split(lineBreak).every((line) => line.startsWith('%') || bare.test(line));
}

function firstContent(text: string, start: number, end: number): number {
  let offset = start;
  for (const line of text.slice(start, end).split(/(\r\n|\r|\n)/)) {
    if (!bare.test(line.replace(lineBreak, ''))) return offset;
    offset += line.length;
  }
  return -1;
}
