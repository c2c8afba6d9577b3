import { expect, test } from 'vitest';
import { fenced, markdownText } from './markdown-text.ts';

test.each([
  ['plain text', 'shop-v1 80 % -> 20 %', 'shop-v1 80 % -> 20 %'],
  ['markup', '*a* _b_ `c` [d](e)', '\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e)'],
  ['the end of a cell', 'a | b', 'a \\| b'],
  ['HTML', '<img src=x> &amp;', '\\<img src=x> \\&amp;'],
  ['a quote', '> a', '\\> a'],
  ['people and issues', '@octocat #12', '@\u200Boctocat #\u200B12'],
  ['line breaks', 'a\n# b', 'a\\\\u000A# b'],
])('%s means itself', (_what, text, expected) => {
  expect(markdownText(text)).toBe(expected);
});

test.each([
  ['plain', 'a\n', '```diff\na\n```\n'],
  ['with a fence of its own', '```\na\n````\n', '`````diff\n```\na\n````\n`````\n'],
])('a fence that the text does not end: %s', (_what, text, expected) => {
  expect(fenced('diff', text)).toBe(expected);
});
