import { EVENT_ID, type Event, SCALAR_STYLE } from 'js-yaml';
import { type Composer, report } from './composer.ts';
import { setKey } from './set-key.ts';
import { expandTag } from './tag.ts';

/** Whether a key is `<<`, and means a merge. */
export function isMergeKey(composer: Composer, event: Event): boolean {
  if (event.type !== EVENT_ID.SCALAR || event.valueEnd - event.valueStart !== 2) return false;
  if (composer.text.charCodeAt(event.valueStart) !== 60 || composer.text.charCodeAt(event.valueStart + 1) !== 60) return false;
  if (event.tagStart === -1) return event.style === SCALAR_STYLE.PLAIN;
  const tag = expandTag(composer.text.slice(event.tagStart, event.tagEnd), composer.directives);
  return tag === '!' || tag === 'tag:yaml.org,2002:merge';
}

/** Merges a mapping, or a sequence of them whose first wins. Unlike YAML's own merge, it overwrites keys written above it, as kubectl does. */
export function composeMerge(composer: Composer, object: Record<string, unknown>): void {
  const offset = composer.offset;
  const event = composer.events[composer.index] as Event;
  const isSequence = event.type === EVENT_ID.SEQUENCE;
  const before = composer.problems.length;
  const value = composer.composeNode(composer);
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
