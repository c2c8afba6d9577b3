import { EVENT_ID, type Event } from 'js-yaml';
import { composeAlias, ExcessiveAliasing } from './compose-alias.ts';
import { composeMapping } from './compose-mapping.ts';
import { composeScalar } from './compose-scalar.ts';
import { type Composer, type CompositionProblem, openAnchor } from './composer.ts';
import type { DocumentEvents } from './events.ts';

/** A document as JSON-like data, with everything that is wrong with it. */
export interface Composition {
  readonly value: unknown;
  readonly problems: readonly CompositionProblem[];
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
    composeNode,
  };
  try {
    return { value: composeNode(composer), problems: composer.problems };
  } catch (error) {
    if (error instanceof ExcessiveAliasing) return { value: undefined, problems: composer.problems };
    throw error;
  }
}

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
