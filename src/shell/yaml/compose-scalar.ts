import { getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import { type Composer, openAnchor, report } from './composer.ts';
import { resolvePlain, type Scalar } from './scalar.ts';
import { expandTag, resolveTagged } from './tag.ts';

/** A scalar's text, and what it means. */
export function readScalar(composer: Composer, event: ScalarEvent): { readonly text: string; readonly value: Scalar } {
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

/** A scalar as a value; null where JSON has none for it. */
export function composeScalar(composer: Composer, event: ScalarEvent): Scalar {
  const { text, value } = readScalar(composer, event);
  if (event.anchorStart !== -1) openAnchor(composer, event, value).size = 1;
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  report(composer, composer.offset, `JSON has no such number as ${text}`, 'Put it in quotes if a string is meant.');
  return null;
}
