import { type DocumentDirective, EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';

/** A document's events, with the text that their offsets refer to. */
export interface DocumentEvents {
  readonly text: string;
  /** Empty for a document of nothing but comments. */
  readonly events: readonly Event[];
  readonly directives: readonly DocumentDirective[];
  /** The offset in the text that was given, of an offset in `text`. */
  readonly originalOffset: (offset: number) => number;
}

/** A text that is no YAML. */
export class SyntaxProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number, cause: unknown) {
    super(message, { cause });
    this.offset = offset;
  }
}

/** Collections in collections. A Kubernetes object needs about 20; kubectl would go on to 10,000. */
const maxDepth = 200;

/** How many lines are indented for the parser before it is given up. Each costs a pass over the document, so of a long one they are fewer. */
const maxIndentedLines = 1000;
const maxCharacters = 20_000_000;

/**
 * Parses one document. In YAML 1.1, and so for kubectl, the lines inside of brackets and quotes may begin anywhere; js-yaml, which holds
 * to YAML 1.2, wants them indented. So where it stops at such a line, the line is indented and the text parsed again: the space there
 * means nothing. Throws a SyntaxProblem.
 */
export function parseDocumentEvents(source: string): DocumentEvents {
  const indented = new IndentedText(source);
  for (;;) {
    const { text } = indented;
    try {
      const events = parseEvents(text, { maxDepth });
      const first = events[0];
      const directives = first?.type === EVENT_ID.DOCUMENT ? first.directives : [];
      return { text, events, directives, originalOffset: (offset) => indented.originalOffset(offset) };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const offset = error.mark?.position ?? 0;
      if (error.reason !== 'deficient indentation' || !indented.indentLineOf(offset)) {
        throw new SyntaxProblem(error.reason, indented.originalOffset(offset), error);
      }
    }
  }
}

/** A text of which some lines were indented more than any block in it. */
class IndentedText {
  text: string;
  readonly #insertions: number[] = [];
  readonly #most: number;
  #indent = '';

  constructor(text: string) {
    this.text = text;
    this.#most = Math.min(maxIndentedLines, Math.ceil(maxCharacters / (text.length + 1)));
  }

  /** False where that line was indented before, or too many were. */
  indentLineOf(offset: number): boolean {
    const lineStart = Math.max(this.text.lastIndexOf('\n', offset - 1), this.text.lastIndexOf('\r', offset - 1)) + 1;
    if (this.#insertions.at(-1) === lineStart || this.#insertions.length >= this.#most) return false;
    if (this.#indent === '') this.#indent = deeperThanAll(this.text);
    this.#insertions.push(lineStart);
    this.text = `${this.text.slice(0, lineStart)}${this.#indent}${this.text.slice(lineStart)}`;
    return true;
  }

  /** Each insertion is an offset in the text that already had those before it. */
  originalOffset(offset: number): number {
    const before = this.#insertions.filter((insertion) => insertion < offset).length;
    return offset - before * this.#indent.length;
  }
}

/** More spaces than the indentation of any block in a text. */
function deeperThanAll(text: string): string {
  let deepest = 0;
  for (const [opening] of text.matchAll(/^[ ?:-]+/gm)) deepest = Math.max(deepest, opening.length);
  return ' '.repeat(deepest + 1);
}
