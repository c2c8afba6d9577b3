import { EVENT_ID, type MappingEvent } from 'js-yaml';
import { composeKey } from './compose-key.ts';
import { composeMerge, isMergeKey } from './compose-merge.ts';
import { type Composer, openAnchor, report } from './composer.ts';
import { setKey } from './set-key.ts';

/** A mapping as an object. Of a key that is written twice the first value stays, and the second is reported. */
export function composeMapping(composer: Composer, event: MappingEvent): unknown {
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
    const value = composer.composeNode(composer);
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
