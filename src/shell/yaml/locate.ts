import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import type { FieldPath } from '../../core/model/problem.ts';
import { afterNode } from './after-node.ts';
import type { DocumentEvents } from './events.ts';
import { keyText } from './key.ts';
import { resolvePlain } from './scalar.ts';

/** Where a document's first content begins: an offset in the text that was parsed. */
export function contentOffset({ events, originalOffset }: DocumentEvents): number {
  const [, first] = events;
  return first === undefined ? 0 : originalOffset(Math.max(startOf(first), 0));
}

/** Where a node begins, its anchor and tag included; -1 for one without text. */
function startOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    case EVENT_ID.SCALAR:
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE: {
      const content = event.type === EVENT_ID.SCALAR ? scalarStart(event) : event.start;
      const starts = [content, event.tagStart, event.anchorStart === -1 ? -1 : event.anchorStart - 1].filter((start) => start !== -1);
      return starts.length === 0 ? -1 : Math.min(...starts);
    }
    default:
      return -1;
  }
}

function scalarStart(event: Extract<Event, { valueStart: number }>): number {
  const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return isQuoted ? event.valueStart - 1 : event.valueStart;
}

/**
 * Where a field of a document is: the offset of its key, or of its value in a sequence. A field that is not there, or that an alias or a
 * merge brings in, has the place of its nearest parent that is.
 */
export function offsetOf({ text, events, originalOffset }: DocumentEvents, path: FieldPath): number {
  let index = 1;
  let offset = Math.max(startOf(events[1] as Event), 0);
  for (const step of path) {
    const found = typeof step === 'number' ? findItem(events, index, step) : findKey(text, events, index, step);
    if (found === undefined) break;
    index = found.value;
    const start = startOf(events[found.place] as Event);
    if (start !== -1) offset = start;
  }
  return originalOffset(offset);
}

interface Found {
  /** The index of the event to point at, and of the one that begins the value. */
  readonly place: number;
  readonly value: number;
}

function findItem(events: readonly Event[], sequence: number, wanted: number): Found | undefined {
  if (events[sequence]?.type !== EVENT_ID.SEQUENCE) return undefined;
  let index = sequence + 1;
  for (let item = 0; events[index]?.type !== EVENT_ID.POP; item += 1) {
    if (item === wanted) return { place: index, value: index };
    index = afterNode(events, index);
  }
  return undefined;
}

function findKey(text: string, events: readonly Event[], mapping: number, wanted: string): Found | undefined {
  if (events[mapping]?.type !== EVENT_ID.MAPPING) return undefined;
  let index = mapping + 1;
  while (events[index]?.type !== EVENT_ID.POP) {
    const value = afterNode(events, index);
    if (readKey(text, events[index] as Event) === wanted) return { place: index, value };
    index = afterNode(events, value);
  }
  return undefined;
}

function readKey(text: string, event: Event): string | undefined {
  if (event.type !== EVENT_ID.SCALAR) return undefined;
  const written = getScalarValue(text, event);
  return event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1 ? keyText(resolvePlain(written), written) : written;
}
