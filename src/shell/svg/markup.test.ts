import { expect, test } from 'vitest';
import { isWellFormed } from './is-well-formed.ts';
import { element, text } from './markup.ts';

test('names and words cannot break out of the markup', () => {
  expect(text({ class: '"><script>' }, '</text>&\u0000')).toBe('<text class="&quot;&gt;&lt;script&gt;">&lt;/text&gt;&amp;\\u0000</text>');
  expect(element('line', { x1: 1 / 3 })).toBe('<line x1="0.33"/>');
});

test.each(['<a>', '<a></b>', '<a b=c/>', '<a>&</a>', '<a/><b/>', '<a><</a>'])('the check of the form finds %j', (xml) => {
  expect(isWellFormed(xml)).toBe(false);
});
