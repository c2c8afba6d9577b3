import { expect, test } from 'vitest';
import { formatError } from './format-error.ts';
import { PLAIN } from './style.ts';

test.each([
  [
    'its causes',
    new Error('cannot write a.yaml', { cause: new Error('EACCES: permission denied') }),
    'cannot write a.yaml: EACCES: permission denied',
  ],
  ['what was thrown, if it is no error', 'oops', 'oops'],
])('an error is shown with %s', (_name, error, expected) => expect(formatError(error, PLAIN)).toBe(`error: ${expected}\n`));

test('a defect of the program is shown with its stack', () => {
  expect(formatError(new TypeError('x is not a function'), PLAIN)).toMatch(/^error: x is not a function\nTypeError: .*\n +at /);
});
