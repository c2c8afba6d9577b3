import { expect, test } from 'vitest';
import { COLOURED, PLAIN, styleFor } from './style.ts';

test.each([
  ['a terminal', true, {}, COLOURED],
  ['a file or pipe', false, {}, PLAIN],
  ['a person who wants no colour', true, { NO_COLOR: '1' }, PLAIN],
  ['an empty NO_COLOR, which means nothing', true, { NO_COLOR: '' }, COLOURED],
  ['a terminal that knows no colour', true, { TERM: 'dumb' }, PLAIN],
])('for %s', (_name, isTTY, environment, expected) => {
  expect(styleFor({ write: () => undefined, isTTY }, { environment })).toBe(expected);
});
