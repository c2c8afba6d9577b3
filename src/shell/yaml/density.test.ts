import { describe, expect, test } from 'vitest';
import { isTooDense, MOST_MARKS } from './density.ts';

const times = (text: string, count = MOST_MARKS): string => text.repeat(count);

describe('too much structure', () => {
  test.each([
    ['brackets', `a: [${times('[],')}]`],
    ['numbers', `a: [${times('1,')}]`],
    ['fields', times('a: 1\n')],
    ['items', times('- a\n')],
    ['documents', times('---\n')],
    ['below a comment that looks like a block of text', `a: [ # b: |\n${times('  [],\n')}]`],
    ['below a bracket and what looks like a block of text', `a: [b: |\n${times('  [],\n')}]`],
    ['below a quoted text that looks like the begin of one', `a: "b: |\n${times('  [],\n')}"`],
    ['after a block of text', `a: |\n  text\nb:\n${times('- a\n')}`],
  ])('%s', (_, text) => expect(isTooDense(text)).toBe(true));
});

describe('as much as there may be', () => {
  test.each([
    ['a long text', `a: ${times('x', 5_000_000)}`],
    ['a ConfigMap of JSON', `data:\n  a.json: |\n${times('    {"a": [1, 2, 3]},\n')}  b.json: |-\n${times('    {}\n')}`],
    ['texts in a list', `a:\n- |\n${times('  - a: 1\n')}- >-2\n${times('    - a: 1\n')}`],
    ['empty lines in a text', `a: |\n${times('\n')}  b\n`],
    ['a long StackSet', `spec:\n  env:\n${times('  - {name: a, value: b}\n', 10_000)}`],
  ])('%s', (_, text) => expect(isTooDense(text)).toBe(false));
});
