import { type DocumentDirective, EVENT_ID, type Event, getScalarValue, type MappingEvent, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { DocumentEvents } from './events.ts';
import { keyText } from './key.ts';
import { resolvePlain, type Scalar } from './scalar.ts';
import { expandTag, resolveTagged } from './tag.ts';

/** What is wrong with a node, and where: an offset in the text that was composed. */
export interface CompositionProblem {
  readonly message: string;
  readonly remedy: string;
  readonly offset: number;
}

/** A document as JSON-like data, with everything that is wrong with it. */
export interface Composition {
  readonly value: unknown;
  readonly problems: readonly CompositionProblem[];
}

interface Anchor {
  readonly value: unknown;
  /** How many nodes it stands for, those behind its own aliases included. Undefined while it is still being read. */
  size: number | undefined;
}

interface Composer {
  readonly text: string;
  readonly events: readonly Event[];
  readonly directives: readonly DocumentDirective[];
  readonly anchors: Map<string, Anchor>;
  readonly problems: CompositionProblem[];
  index: number;
  /** Where the reading is, for nodes without text of their own. */
  offset: number;
  /** Nodes so far, each alias counted as often as what it stands for; and how many of them came from aliases. */
  size: number;
  aliased: number;
}

/**
 * Makes JSON-like data of one document's events as sigs.k8s.io/yaml does, with one exception: a key that is written twice in a mapping
 * is a problem (its first value stays).
 */
export function composeDocument({ text, events, directives }: DocumentEvents): Composition {
  const composer: Composer = {
    text,
    events,
    directives,
    anchors: new Map(),
    problems: [],
    index: 1,
    offset: 0,
    size: 0,
    aliased: 0,
  };
  try {
    return { value: composeNode(composer), problems: composer.problems };
  } catch (error) {
    if (error instanceof ExcessiveAliasing) return { value: undefined, problems: composer.problems };
    throw error;
  }
}

/** Ends the composition of a document whose aliases stand for too much. */
class ExcessiveAliasing extends Error {}

function composeNode(composer: Composer): unknown {
  const event = composer.events[composer.index++] as Event;
  composer.size += 1;
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return composeScalar(composer, event);
    case EVENT_ID.MAPPING:
      return composeMapping(composer, event);
    case EVENT_ID.SEQUENCE: {
      composer.offset = event.start;
      const items: unknown[] = [];
      const sizeBefore = composer.size;
      const anchor = event.anchorStart === -1 ? undefined : openAnchor(composer, event, items);
      while (composer.events[composer.index]?.type !== EVENT_ID.POP) items.push(composeNode(composer));
      composer.index += 1;
      if (anchor !== undefined) anchor.size = composer.size - sizeBefore + 1;
      return items;
    }
    case EVENT_ID.ALIAS:
      return composeAlias(composer, composer.text.slice(event.anchorStart, event.anchorEnd), event.anchorStart - 1)?.value ?? null;
    default:
      throw new Error(`event ${event.type} does not begin a node`);
  }
}

function report(composer: Composer, offset: number, message: string, remedy: string): void {
  composer.problems.push({ message, remedy, offset });
}

/** A scalar's text, and what it means. */
function readScalar(composer: Composer, event: ScalarEvent): { readonly text: string; readonly value: Scalar } {
  if (event.valueStart !== -1) composer.offset = event.valueStart;
  const text = event.fast ? composer.text.slice(event.valueStart, event.valueEnd) : getScalarValue(composer.text, event);
  if (!event.fast && event.style === SCALAR_STYLE.DOUBLE_QUOTED && loneSurrogate.test(text)) {
    report(composer, composer.offset - 1, 'an escape stands for half a character (a lone surrogate)', 'Write the character itself.');
  }
  if (event.tagStart === -1) return { text, value: event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text) : text };
  composer.offset = event.tagStart;
  const tag = expandTag(composer.text.slice(event.tagStart, event.tagEnd), composer.directives);
  const tagged = resolveTagged(tag, text);
  if (tagged.problem === undefined) return { text, value: tagged.value };
  report(composer, event.tagStart, tagged.problem, 'Correct the value, or leave the tag out.');
  return { text, value: null };
}

const loneSurrogate = /\p{Surrogate}/u;

function composeScalar(composer: Composer, event: ScalarEvent): Scalar {
  const { text, value } = readScalar(composer, event);
  if (event.anchorStart !== -1) openAnchor(composer, event, value).size = 1;
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  report(composer, composer.offset, `JSON has no such number as ${text}`, 'Put it in quotes if a string is meant.');
  return null;
}

function openAnchor(composer: Composer, event: { anchorStart: number; anchorEnd: number }, value: unknown): Anchor {
  const anchor: Anchor = { value, size: undefined };
  composer.anchors.set(composer.text.slice(event.anchorStart, event.anchorEnd), anchor);
  return anchor;
}

function composeAlias(composer: Composer, name: string, offset: number): Anchor | undefined {
  composer.offset = offset;
  const anchor = composer.anchors.get(name);
  if (anchor === undefined) {
    report(
      composer,
      offset,
      `nothing above is anchored as &${name}`,
      `Anchor a value as &${name} before it is used, or write the value out.`,
    );
  } else if (anchor.size === undefined) {
    report(composer, offset, `the value anchored as &${name} contains itself`, 'Write the value out.');
    return undefined;
  } else {
    composer.size += anchor.size;
    composer.aliased += anchor.size;
    if (isExcessive(composer)) {
      report(composer, offset, 'the aliases of this document stand for too many values', 'Write the values out.');
      throw new ExcessiveAliasing();
    }
  }
  return anchor;
}

/**
 * Whether aliases stand for more than kubectl's library lets them: 99 % of a document of up to 400,000 nodes, less and less of a larger
 * one, down to 10 % of 4,000,000.
 */
function isExcessive({ aliased, size }: Composer): boolean {
  if (aliased <= 100 || size <= 1000) return false;
  const excess = Math.min(Math.max((size - 400_000) / 3_600_000, 0), 1);
  return aliased / size > 0.99 - 0.89 * excess;
}

function composeMapping(composer: Composer, event: MappingEvent): unknown {
  composer.offset = event.start;
  const object: Record<string, unknown> = {};
  const sizeBefore = composer.size;
  const anchor = event.anchorStart === -1 ? undefined : openAnchor(composer, event, object);
  /** The keys written in this mapping itself; undefined stands for "all it has", as long as nothing was merged. */
  let written: Set<string> | undefined;
  for (let next = composer.events[composer.index]; next?.type !== EVENT_ID.POP; next = composer.events[composer.index]) {
    if (next !== undefined && isMergeKey(composer, next)) {
      written ??= new Set(Object.keys(object));
      composer.index += 1;
      composer.size += 1;
      composeMerge(composer, object);
      continue;
    }
    const key = composeKey(composer);
    const keyOffset = composer.offset;
    const value = composeNode(composer);
    if (key === undefined) continue;
    if (written === undefined ? Object.hasOwn(object, key) : written.has(key)) {
      report(composer, keyOffset, `key ${JSON.stringify(key)} is written twice in one mapping`, 'Keep one of them.');
      continue;
    }
    written?.add(key);
    setKey(object, key, value);
  }
  composer.index += 1;
  if (anchor !== undefined) anchor.size = composer.size - sizeBefore + 1;
  return object;
}

/** A plain assignment of `__proto__` would change the object's prototype. */
function setKey(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

function composeKey(composer: Composer): string | undefined {
  const event = composer.events[composer.index] as Event;
  const before = composer.problems.length;
  const key = event.type === EVENT_ID.SCALAR ? composeScalarKey(composer, event) : composeOtherKey(composer, event);
  if (key === undefined && composer.problems.length === before) {
    report(composer, composer.offset, 'a key must be a string, a number or a boolean', 'Put it in quotes if a string is meant.');
  }
  return key;
}

function composeScalarKey(composer: Composer, event: ScalarEvent): string | undefined {
  composer.index += 1;
  composer.size += 1;
  const { text, value } = readScalar(composer, event);
  if (event.anchorStart !== -1) openAnchor(composer, event, value).size = 1;
  if (event.style !== SCALAR_STYLE.PLAIN) composer.offset = Math.max(composer.offset - 1, 0);
  return keyText(value, text);
}

/** An alias of a scalar makes a key, a collection does not. */
function composeOtherKey(composer: Composer, event: Event): string | undefined {
  const value = composeNode(composer);
  if ('start' in event) composer.offset = event.start;
  return typeof value === 'object' ? undefined : keyText(value as Scalar, String(value));
}

function isMergeKey(composer: Composer, event: Event): boolean {
  if (event.type !== EVENT_ID.SCALAR || event.valueEnd - event.valueStart !== 2) return false;
  if (composer.text.charCodeAt(event.valueStart) !== 60 || composer.text.charCodeAt(event.valueStart + 1) !== 60) return false;
  if (event.tagStart === -1) return event.style === SCALAR_STYLE.PLAIN;
  const tag = expandTag(composer.text.slice(event.tagStart, event.tagEnd), composer.directives);
  return tag === '!' || tag === 'tag:yaml.org,2002:merge';
}

/** Merges a mapping, or a sequence of them whose first wins. Unlike YAML's own merge, it overwrites keys written above it, as kubectl does. */
function composeMerge(composer: Composer, object: Record<string, unknown>): void {
  const offset = composer.offset;
  const event = composer.events[composer.index] as Event;
  const isSequence = event.type === EVENT_ID.SEQUENCE;
  const before = composer.problems.length;
  const value = composeNode(composer);
  if (composer.problems.length > before) return;
  const sources = isSequence ? (value as readonly unknown[]).toReversed() : [value];
  for (const source of sources) {
    if (source === null || typeof source !== 'object' || Array.isArray(source)) {
      report(composer, offset, 'only a mapping, or a sequence of mappings, can be merged', 'Merge a mapping: `<<: *name`.');
      continue;
    }
    for (const [key, merged] of Object.entries(source)) setKey(object, key, merged);
  }
}
