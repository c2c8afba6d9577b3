import { addField, type Fields } from './fields.ts';
import { giveUp } from './give-up.ts';
import { flowPlain, quoted } from './patterns.ts';
import { resolveKey, resolveScalar } from './resolve-scalar.ts';

/** A key, then a scalar with what ends the entry; without a scalar a collection follows. A quoted key needs no space behind its colon. */
const entry = new RegExp(String.raw` *(?:(?:(${quoted}):|(${flowPlain}):(?= )) *)?(?:(${quoted}|${flowPlain}) *([,\]}])|(?=[[{]))`, 'y');
const afterCollection = / *([,\]}])/y;
const empty = / *([\]}])/y;
const lineEnd = /(?: +#.*| *)$/y;

/** Collections in collections, beside those around this one. */
const maxDepth = 50;

/** Reads a flow collection that takes up one line, with what follows it there. */
export function readFlow(text: string): object {
  const reader = new FlowReader(text);
  const collection = reader.readCollection(1);
  reader.take(lineEnd);
  return collection;
}

class FlowReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What a sticky expression finds here; goes behind it. */
  take(expression: RegExp): RegExpExecArray {
    return this.#takeIf(expression) ?? giveUp();
  }

  readCollection(depth: number): object {
    if (depth > maxDepth) giveUp();
    const collection = this.#text[this.#position] === '[' ? [] : {};
    this.#position += 1;
    let mark = this.#takeIf(empty)?.[1] ?? ',';
    while (mark === ',') mark = this.#readEntry(collection, depth);
    if (mark !== (Array.isArray(collection) ? ']' : '}')) giveUp();
    return collection;
  }

  /** Returns what ends the entry: a comma or a bracket. */
  #readEntry(collection: unknown[] | Fields, depth: number): string {
    const [, quotedKey, plainKey, scalar, mark] = this.take(entry) as readonly (string | undefined)[];
    const value = scalar === undefined ? this.readCollection(depth + 1) : resolveScalar(scalar);
    add(collection, quotedKey ?? plainKey, value);
    return mark ?? (this.take(afterCollection)[1] as string);
  }

  #takeIf(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#position;
    const match = expression.exec(this.#text);
    if (match !== null) this.#position = expression.lastIndex;
    return match;
  }
}

/** Gives up on a sequence's entry with a key, and on a mapping's without one. */
function add(collection: unknown[] | Fields, key: string | undefined, value: unknown): void {
  if (Array.isArray(collection)) {
    if (key !== undefined) giveUp();
    collection.push(value);
  } else addField(collection, key === undefined ? giveUp() : resolveKey(key), value);
}
