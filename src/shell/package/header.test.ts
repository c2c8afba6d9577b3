import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stackHash } from '../../core/lifecycle/stack-hash.ts';
import type { StackSpec } from '../../core/model/stack.ts';
import { fitsHeader, isGenerated, parseHeader, sha256, withHeader } from './header.ts';

const HEADER = { stackset: 'shop', namespace: 'web', package: '..', stack: 'shop-v1', ordinal: 1, weight: 60, spec: 'aa', input: 'bb' };
const BODY = 'kind: Stack\nspec:\n  replicas: 3\n';
const file = (text: string): Buffer => Buffer.from(text, 'utf8');

describe('the first line of a generated file', () => {
  test('is read back as it was written, numbers as numbers', () => {
    const parsed = parseHeader(file(withHeader(HEADER, BODY)));
    expect(parsed?.header).toEqual(HEADER);
    expect(parsed?.intact).toBe(true);
  });

  test.each([
    ['a character of the body', (text: string) => text.replace('replicas: 3', 'replicas: 4')],
    ['a field of the line', (text: string) => text.replace('weight=60', 'weight=0')],
    ['a line at the end', (text: string) => `${text}# mine\n`],
    ['the hash', (text: string) => text.replace(/body=.{4}/, 'body=0000')],
    ['everything behind the mark', (text: string) => text.replace(/ body=.*/, '')],
  ])('no longer fits when somebody changes %s', (_what, edit) => {
    const parsed = parseHeader(file(edit(withHeader(HEADER, BODY))));
    expect(parsed?.intact).toBe(false);
  });

  test('fits with the line ends of Windows', () => {
    expect(parseHeader(file(withHeader(HEADER, BODY).replaceAll('\n', '\r\n')))?.intact).toBe(true);
  });

  test('tells whether a body that was written another way is the same', () => {
    const parsed = parseHeader(file(withHeader(HEADER, BODY).replace('  replicas', '    replicas')));
    expect(parsed && [fitsHeader(parsed, BODY), fitsHeader(parsed, `${BODY}#`)]).toEqual([true, false]);
  });

  test.each(['', 'kind: Stack\n', '# stackset-gitops\nkind: Stack\n', '\n'])('is not seen in %j', (text) => {
    expect(isGenerated(file(text))).toBe(false);
    expect(parseHeader(file(text))).toBeUndefined();
  });
});

test("a Stack's hash is the same by Node's SHA-256 as by the core's own", () => {
  fc.assert(
    fc.property(fc.object({ withNullPrototype: false }), (spec) => {
      expect(stackHash(spec as unknown as StackSpec, sha256)).toBe(stackHash(spec as unknown as StackSpec));
    }),
    { numRuns: 1000 },
  );
});
