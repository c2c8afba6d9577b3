import { giveUp } from './give-up.ts';
import { blankLine, endOfDocument, type Line, parseLine } from './line.ts';

/** Collections in collections: half of what the full reader allows, which counts a little otherwise. */
const maxDepth = 100;

/** Goes through the lines of a document that are neither blank nor comments. Each ends with a line break, the last one too. */
export class LineReader {
  readonly source: string;
  /** Where the line after this one begins. */
  next = 0;
  line: Line = endOfDocument;
  /** Where in the line that begins which is left of it, from 0. */
  column = 0;
  /** The dashes that are left of the line, with the spaces behind them. */
  dashes = '';
  #depth = 0;

  constructor(source: string) {
    this.source = source;
    this.readLine();
  }

  /** Goes to the next line. */
  readLine(): void {
    const { source } = this;
    let { next } = this;
    let line = blankLine;
    while (line === blankLine && next < source.length) {
      const end = source.indexOf('\n', next);
      line = parseLine(source.slice(next, end));
      next = end + 1;
    }
    if (line === blankLine) line = endOfDocument;
    this.line = line;
    this.next = next;
    this.column = line.indent;
    this.dashes = line.dashes;
  }

  /** Goes behind a dash. */
  takeDash(): void {
    const inner = this.dashes.indexOf('-', 1);
    this.column += inner === -1 ? this.dashes.length : inner;
    this.dashes = inner === -1 ? '' : this.dashes.slice(inner);
  }

  openCollection(): void {
    this.#depth += 1;
    if (this.#depth > maxDepth) giveUp();
  }

  closeCollection(): void {
    this.#depth -= 1;
  }
}
