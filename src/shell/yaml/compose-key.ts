import { EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { readScalar } from './compose-scalar.ts';
import { type Composer, openAnchor, report } from './composer.ts';
import { keyText } from './key.ts';
import type { Scalar } from './scalar.ts';

/** A mapping's key as JSON has it; undefined where it is none, which is reported. */
export function composeKey(composer: Composer): string | undefined {
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
  const value = composer.composeNode(composer);
  if ('start' in event) composer.offset = event.start;
  return typeof value === 'object' ? undefined : keyText(value as Scalar, String(value));
}
