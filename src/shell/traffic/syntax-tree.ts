import { CHOMPING_MODE, COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { type DocumentEvents, parseDocumentEvents } from '../yaml/events.ts';

interface NodeBase {
  /** Offsets in the file, without anchor and tag. Equal where the node has no text of its own, as in `key:`. */
  readonly start: number;
  readonly end: number;
  readonly hasAnchor: boolean;
  readonly hasTag: boolean;
}

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  /** What stands there, without quotes. */
  readonly text: string;
  /** The character it is quoted with; '|' for a block, '' for a plain one. */
  readonly quote: '' | "'" | '"' | '|';
  /** Whether the blank lines below belong to it (`|+`). */
  readonly keepsBlankLines: boolean;
}

export interface MappingNode extends NodeBase {
  readonly kind: 'mapping';
  readonly isFlow: boolean;
  readonly pairs: readonly { readonly key: SyntaxNode; readonly value: SyntaxNode }[];
}

export interface SequenceNode extends NodeBase {
  readonly kind: 'sequence';
  readonly isFlow: boolean;
  readonly items: readonly SyntaxNode[];
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
}

/** A document as it is written: every node with its place. */
export type SyntaxNode = ScalarNode | MappingNode | SequenceNode | AliasNode;

/**
 * Reads the tree of a document that is known to be valid.
 * @param text of the file
 * @param document its offsets there
 */
export function parseSyntaxTree(text: string, document: { readonly start: number; readonly end: number }): SyntaxNode {
  const parsed = parseDocumentEvents(text.slice(document.start, document.end));
  return new TreeBuilder(parsed, document.start).node(0);
}

type CollectionEvent = Extract<Event, { readonly start: number }>;

class TreeBuilder {
  readonly #parsed: DocumentEvents;
  readonly #offset: number;
  #index = 1;

  constructor(parsed: DocumentEvents, offset: number) {
    this.#parsed = parsed;
    this.#offset = offset;
  }

  /** @param after where the reading is, in the parsed text: the place of a node without text */
  node(after: number): SyntaxNode {
    const event = this.#parsed.events[this.#index++] as Event;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#scalar(event, after);
      case EVENT_ID.ALIAS:
        return { kind: 'alias', ...this.#range(event.anchorStart - 1, event.anchorEnd), hasAnchor: false, hasTag: false };
      case EVENT_ID.MAPPING: {
        const pairs: { key: SyntaxNode; value: SyntaxNode }[] = [];
        const last = this.#children(event, (from) => {
          const key = this.node(from);
          const value = this.node(this.#parsedEnd);
          pairs.push({ key, value });
        });
        return { kind: 'mapping', pairs, ...this.#collection(event, last) };
      }
      case EVENT_ID.SEQUENCE: {
        const items: SyntaxNode[] = [];
        const last = this.#children(event, (from) => items.push(this.node(from)));
        return { kind: 'sequence', items, ...this.#collection(event, last) };
      }
      default:
        throw new Error(`event ${event.type} does not begin a node`);
    }
  }

  /** The end, in the parsed text, of what was read last. */
  #parsedEnd = 0;

  #children(event: CollectionEvent, readChild: (from: number) => void): number {
    this.#parsedEnd = event.start + (isFlow(event) ? 1 : 0);
    while (this.#parsed.events[this.#index]?.type !== EVENT_ID.POP) readChild(this.#parsedEnd);
    this.#index += 1;
    if (isFlow(event)) this.#parsedEnd = this.#closingBracket(this.#parsedEnd) + 1;
    return this.#parsedEnd;
  }

  /** Between the last child of a flow collection and its bracket there are only space, comments and separators. */
  #closingBracket(from: number): number {
    const separators = /(?:[\s,:?]|(?<=\s)#[^\r\n]*)*/y;
    separators.lastIndex = from;
    separators.exec(this.#parsed.text);
    return separators.lastIndex;
  }

  #scalar(event: ScalarEvent, after: number): ScalarNode {
    const quote = QUOTES.get(event.style) ?? '';
    const isQuoted = quote === "'" || quote === '"';
    const isEmpty = event.valueStart === -1;
    const start = isEmpty ? Math.max(after, event.anchorEnd, event.tagEnd) : event.valueStart - (isQuoted ? 1 : 0);
    const end = isEmpty ? start : event.valueEnd + (isQuoted ? 1 : 0);
    this.#parsedEnd = end;
    return {
      kind: 'scalar',
      text: isEmpty ? '' : getScalarValue(this.#parsed.text, event),
      quote,
      keepsBlankLines: event.chomping === CHOMPING_MODE.KEEP,
      ...this.#range(start, end),
      ...properties(event),
    };
  }

  #collection(event: CollectionEvent, end: number): NodeBase & { readonly isFlow: boolean } {
    return { isFlow: isFlow(event), ...this.#range(event.start, end), ...properties(event) };
  }

  #range(start: number, end: number): { readonly start: number; readonly end: number } {
    const { originalOffset } = this.#parsed;
    this.#parsedEnd = end;
    return { start: this.#offset + originalOffset(start), end: this.#offset + originalOffset(end) };
  }
}

const isFlow = (event: CollectionEvent): boolean => event.style === COLLECTION_STYLE.FLOW;

const QUOTES: ReadonlyMap<number, ScalarNode['quote']> = new Map<number, ScalarNode['quote']>([
  [SCALAR_STYLE.SINGLE_QUOTED, "'"],
  [SCALAR_STYLE.DOUBLE_QUOTED, '"'],
  [SCALAR_STYLE.LITERAL_BLOCK, '|'],
  [SCALAR_STYLE.FOLDED_BLOCK, '|'],
]);

const properties = (event: { readonly anchorStart: number; readonly tagStart: number }): Pick<NodeBase, 'hasAnchor' | 'hasTag'> => ({
  hasAnchor: event.anchorStart !== -1,
  hasTag: event.tagStart !== -1,
});

/** The value of a field that is written in a mapping itself, not merged into it. */
export const fieldOf = (mapping: MappingNode, name: string): MappingNode['pairs'][number] | undefined =>
  mapping.pairs.find(({ key }) => key.kind === 'scalar' && key.text === name);
