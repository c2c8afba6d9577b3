import { EVENT_ID, type Event } from 'js-yaml';
import { afterNode } from '../yaml/after-node.ts';
import { parseDocumentEvents } from '../yaml/events.ts';

/** The lines of each item of a ResourceList, so that what a function does not own goes out byte for byte as it came in. */
export interface ItemTexts {
  /** Spaces before each `-`. */
  readonly indent: string;
  readonly texts: readonly string[];
}

/**
 * Cuts the items out of a ResourceList's text. Undefined where that cannot be done safely: a list in flow style or JSON, one
 * with aliases (which could lose their anchors), or one whose items do not begin on lines of their own.
 */
export function cutItems(source: string): ItemTexts | undefined {
  const { text, events, originalOffset } = parseDocumentEvents(source);
  // Lines that were indented for the parser are no longer those of the orchestrator.
  if (text !== source || events.some(({ type }) => type === EVENT_ID.ALIAS) || originalOffset(0) !== 0) return undefined;
  const list = findItems(source, events);
  if (!list) return undefined;
  const indent = ' '.repeat(list.column);
  const starts = list.starts.map((start) => lineOfItem(source, start, indent));
  if (starts.includes(-1) || new Set(starts).size !== starts.length) return undefined;
  return { indent, texts: starts.map((start, index) => source.slice(start, starts[index + 1] ?? list.end)) };
}

interface ItemList {
  /** Of the `-`. */
  readonly column: number;
  /** Offsets of the items' first keys. */
  readonly starts: readonly number[];
  /** Offset of the line after the last item. */
  readonly end: number;
}

function findItems(text: string, events: readonly Event[]): ItemList | undefined {
  // A document, its mapping, then keys and values.
  for (let index = 2; events[index]?.type === EVENT_ID.SCALAR; index = afterNode(events, index + 1)) {
    const [key, value] = [events[index], events[index + 1]];
    if (key?.type !== EVENT_ID.SCALAR || text.slice(key.valueStart, key.valueEnd) !== 'items') continue;
    if (value?.type !== EVENT_ID.SEQUENCE || text[value.start] !== '-') return undefined;
    const starts = itemStarts(events, index + 2);
    const next = events[afterNode(events, index + 1)];
    const end = next?.type === EVENT_ID.SCALAR ? lineStart(text, next.valueStart) : text.length;
    return starts && { column: value.start - lineStart(text, value.start), starts, end };
  }
  return undefined;
}

function itemStarts(events: readonly Event[], first: number): readonly number[] | undefined {
  const starts: number[] = [];
  for (let index = first; events[index]?.type !== EVENT_ID.POP; index = afterNode(events, index)) {
    const event = events[index];
    if (event?.type !== EVENT_ID.MAPPING || event.anchorStart !== -1 || event.tagStart !== -1) return undefined;
    starts.push(event.start);
  }
  return starts;
}

/** The start of the line whose `-` begins the item; comments may stand between the two. */
function lineOfItem(text: string, start: number, indent: string): number {
  const found = text.lastIndexOf(`\n${indent}-`, start);
  return found === -1 ? -1 : found + 1;
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
