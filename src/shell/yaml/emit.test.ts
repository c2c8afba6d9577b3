import fc from 'fast-check';
import { loadAll, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it, test } from 'vitest';
import { fromFixture, writeCases } from './corpus.ts';
import { emitDocument, emitDocuments, emitNode } from './emit.ts';
import { parseYaml } from './read.ts';

const read = (text: string): unknown => {
  const { documents, problems } = parseYaml(text);
  expect(problems).toEqual([]);
  expect(documents.length).toBeLessThan(2);
  return documents[0]?.value ?? null;
};

/** A recording has the numbers of JSON, where a whole float looks like an integer. */
const asJson = (value: unknown): unknown => {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, asJson(item)]));
};

describe('the recorded corpus', () => {
  const cases = writeCases();

  it('has at least 200 values', () => {
    expect(cases.length).toBeGreaterThan(200);
  });

  test.each(cases)('$name', ({ value, text, kubectl, kyaml, rewrittenByKyaml }) => {
    const original = fromFixture(value);
    expect(emitDocument(original)).toBe(text);
    expect(read(text)).toStrictEqual(original);
    expect(asJson(fromFixture(kubectl.documents?.[0] ?? null))).toStrictEqual(asJson(original));
    expect(asJson(fromFixture(kyaml.documents?.[0] ?? null))).toStrictEqual(asJson(original));
    expect(rewrittenByKyaml).toBe(text);
  });
});

describe('emitDocument', () => {
  test.each([
    ['leaves undefined fields out', { a: undefined, b: [undefined], c: { d: undefined } }, 'b:\n- null\nc: {}\n'],
    ['keeps the order of the keys', { b: 1, a: 2 }, 'b: 1\na: 2\n'],
    ['never folds', { a: 'word '.repeat(100).trim() }, `a: ${'word '.repeat(100).trim()}\n`],
    ['replaces half a character', { a: 'x\ud800', '\udc00': 1 }, 'a: "x\uFFFD"\n"\uFFFD": 1\n'],
  ])('%s', (_, value, text) => {
    expect(emitDocument(value)).toBe(text);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, () => 0, Symbol('a')])('refuses %s, which JSON does not have', (value) => {
    expect(() => emitDocument({ a: value })).toThrow(TypeError);
    expect(emitDocument({ a: 1 })).toBe('a: 1\n');
  });

  it('writes a pod template that two objects share the same in both, and at any depth', () => {
    const template = { spec: { containers: Array.from({ length: 20 }, (_, index) => ({ name: `é-${index}`, image: 'a:1' })) } };
    const [stack, deployment] = [{ spec: { podTemplate: template } }, { spec: { template } }];
    expect(emitDocument(stack).replace('podTemplate', 'template')).toBe(emitDocument(deployment));
    expect(emitDocument(deployment)).toBe(emitDocument(structuredClone(deployment)));
    expect(emitDocument({ a: deployment })).toBe(emitDocument({ a: structuredClone(deployment) }));
    expect(emitDocument({ a: 'b' })).toBe('a: b\n');
  });
});

test('emitDocuments puts `---` between documents', () => {
  expect(emitDocuments([{ a: 1 }, [], 'x'])).toBe('a: 1\n---\n[]\n---\nx\n');
  expect(emitDocuments([])).toBe('');
});

test('emitNode indents every line', () => {
  expect(emitNode({ a: { b: ['x\ny\n'] } }, '  ')).toBe('  a:\n    b:\n    - |\n      x\n      y\n');
  expect(emitNode([], '  ')).toBe('  []\n');
});

describe('any data', () => {
  const nasty = fc.string({
    unit: fc.constantFrom(
      ...'aé01-:?[]{}"\'\\|>&*!%#,~<.=_eExyn+/@`\n\r\t \u0085\u00a0\u2028\ufeff😀\u0000',
      '\n\n',
      '  ',
      ': ',
      ' #',
      '---',
      '- ',
      'yes',
    ),
    maxLength: 12,
  });
  const text = fc.oneof(nasty, fc.string({ unit: 'binary' }));
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const leaf = fc.oneof(
    text,
    text,
    number,
    fc.integer(),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.boolean(),
    fc.constant(null),
  );
  const { data } = fc.letrec((tie) => ({
    data: fc.oneof({ maxDepth: 5 }, leaf, fc.array(tie('data'), { maxLength: 4 }), fc.dictionary(text, tie('data'), { maxKeys: 4 })),
  }));
  const plain = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(plain)
      : typeof value === 'object' && value !== null
        ? Object.entries(value).reduce<object>(
            (copy, [key, item]) =>
              Object.defineProperty(copy, key, { value: plain(item), enumerable: true, configurable: true, writable: true }),
            {},
          )
        : value;

  it('is read back as it was, and written the same again', () => {
    fc.assert(
      fc.property(data, (generated) => {
        const value = plain(generated);
        const written = emitDocument(value);
        const back = read(written);
        expect(back).toStrictEqual(value);
        expect(emitDocument(back)).toBe(written);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every string a string to a YAML 1.1 and a YAML 1.2 reader', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (strings) => {
        const written = emitDocument(strings);
        expect(loadAll(written, { schema: YAML11_SCHEMA })).toStrictEqual([strings]);
        expect(loadAll(written)).toStrictEqual([strings]);
      }),
      { numRuns: 1000 },
    );
  });
});
