import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fromFixture, type ReadCase, readCases } from './corpus.ts';
import { emitDocument } from './emit.ts';
import { parseYaml } from './read.ts';

const values = (text: string): readonly unknown[] => parseYaml(text).documents.map((document) => document.value);
const problems = (text: string): readonly string[] =>
  parseYaml(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);

describe('the recorded readings of kubectl', () => {
  const cases = readCases();

  it('are at least 200, and few are read otherwise', () => {
    expect(cases.length).toBeGreaterThan(200);
    expect(cases.filter((each) => each.difference !== undefined).length).toBeLessThan(cases.length / 20);
  });

  test.each(cases.filter((each) => each.difference === undefined))('$name', ({ text, kubectl }) => {
    const reading = parseYaml(text);
    if (kubectl.error !== undefined) expect(reading.problems).not.toEqual([]);
    else {
      expect(reading.problems).toEqual([]);
      expect(reading.documents.map((document) => document.value)).toStrictEqual(fromFixture(kubectl.documents ?? []));
    }
  });

  const different = cases.filter((each): each is ReadCase & Required<Pick<ReadCase, 'difference'>> => each.difference !== undefined);
  test.each(different)('otherwise on purpose: $name', ({ text, kubectl, difference }) => {
    const reading = parseYaml(text);
    if (difference.problem !== undefined) {
      expect(kubectl.error).toBeUndefined();
      expect(reading.problems[0]?.message).toContain(difference.problem);
    } else {
      const read = reading.documents.map((document) => document.value);
      expect(read).toStrictEqual(fromFixture(difference.documents ?? []));
      expect(read).not.toStrictEqual(fromFixture(kubectl.documents ?? null));
    }
  });
});

describe('problems', () => {
  test.each([
    ['every key that is written twice', 'a: 1\nb:\n  c: 1\n  c: 2\na: 2\na: 3\n', ['4:3 key "c"', '5:1 key "a"', '6:1 key "a"']],
    ['a quoted key that is written twice', 'a:\n  b: 1\n  "b": 2\n', ['3:3 key "b"']],
    ['a duplicate in a flow mapping', 'x: {a: 1, b: 2, a: 3}\n', ['1:17 key "a"']],
    ['those of all documents', 'a: [\n---\nb: *x\n---\n\tc: 1\n', ['2:1', '3:4 nothing above is anchored as &x', '5:']],
    ['a key that is no string', 'a: 1\n? [b]\n: 1\n', ['2:3 a key must be']],
    ['a null key', '~: 1\n', ['1:1 a key must be']],
    ['a control character', 'a: 1\r\nb: "\u0007"\r\n', ['2:5 the character U+0007']],
    ['half a character', 'a: \ud83d\n', ['1:4 the character U+D83D']],
    ['half a character as an escape', 'a: "\\ud83d"\n', ['1:4 an escape stands for half a character']],
    ['a value that its tag forbids', 'a: !!int x\n', ['1:4 "x" cannot be read as !!int']],
    ['infinity', 'a: [.inf]\n', ['1:5 JSON has no such number as .inf']],
    ['an anchor that contains itself', 'a: &x\n  b: *x\n', ['2:6 the value anchored as &x contains itself']],
    ['text beside a marker', 'a: 1\n--- b: 1\n', ['2:4 only a comment may stand beside']],
    ['text after an end', 'a: 1\n...\n# c\nb: 1\n', ['4:1 kubectl ignores what follows']],
    ['a merge of a number', 'a:\n  <<: 1\n', ['2:3 only a mapping']],
    ['a line that was indented for the parser', 'a: [\n1,\n2\n]\nb: [\n1,\n*x\n]\n', ['7:1 nothing above is anchored as &x']],
    ['a Helm template', 'a: 1\nb: {{ .Values.b }}\n', ['2:5 a key must be']],
  ])('%s', (_, text, expected) => {
    const found = problems(text);
    expect(found.map((problem, index) => problem.slice(0, expected[index]?.length))).toEqual(expected);
  });

  it('end a document whose aliases stand for too much, before it is built', () => {
    const levels = 'bcdefghijklmnop'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefghijklmnop'[index]},`.repeat(20)}]\n`);
    expect(problems(`a: &a [${'x,'.repeat(20)}]\n${levels.join('')}`)).toHaveLength(1);
  });

  it('are reported for a document that is nested too deep, however deep', () => {
    expect(problems('['.repeat(100_000))).toEqual(['1:200 nesting exceeded maxDepth (200)']);
    expect(problems('- '.repeat(100_000))).toHaveLength(1);
  });

  it('take one pass to place, however many there are', () => {
    const started = performance.now();
    expect(parseYaml('a: 1\n'.repeat(20_000)).problems.at(-1)).toMatchObject({ line: 20_000, column: 1 });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('leave a document that could be composed, for its fields to be checked too', () => {
    expect(values('a: 1\na: 2\n')).toEqual([{ a: 1 }]);
  });
});

describe('documents', () => {
  it('are numbered without the empty ones, with the line of their first content', () => {
    const { documents } = parseYaml('---\n# one\n\na: 1\n---\n# nothing\n---\n~\n---\n- 2\n');
    expect(documents.map(({ index, line, value }) => ({ index, line, value }))).toEqual([
      { index: 0, line: 4, value: { a: 1 } },
      { index: 1, line: 10, value: [2] },
    ]);
  });

  test.each([
    ['with their comments, without markers', '# head\n---\n# one\na: 1\n--- # two\nb: 2\n...\n', ['# one\na: 1\n', 'b: 2\n']],
    ['without a byte order mark', '\ufeffa: 1\r\n---\r\nb: 2', ['a: 1\r\n', 'b: 2']],
    ['with their directives', '%YAML 1.1\n---\na: 1\n...\n%YAML 1.1\n---\nb: 1\n', ['%YAML 1.1\n---\na: 1\n', '%YAML 1.1\n---\nb: 1\n']],
  ])('have the bytes of their text: %s', (_, text, expected) => {
    const parts = parseYaml(text).documents.map(({ start, end }) => text.slice(start, end));
    expect(parts.map((part) => part.trimStart())).toEqual(expected);
  });

  it('keep a key named __proto__ as data', () => {
    const [value] = values('__proto__: {polluted: true}\na: {<<: {__proto__: 1}}\n') as [{ a: object }];
    expect(Object.keys(value)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.hasOwn(value.a, '__proto__')).toBe(true);
  });
});

describe('positionOf', () => {
  const text = `# a comment
---
kind: A
---
metadata:
  labels: {x: 1, "y z": 2}
spec: &spec
  items:
  - name: one
  - !!map
    name: two
  on: yes
  copy: *other
other: &other [
  1,
2
]
`.replace('  copy: *other\n', '');
  const [, document] = parseYaml(text).documents;

  test.each([
    ['the document', [], 5, 1],
    ['a key', ['spec', 'items'], 8, 3],
    ['a list entry', ['spec', 'items', 0], 9, 5],
    ['a key in a list entry', ['spec', 'items', 1, 'name'], 11, 5],
    ['a quoted key in a flow mapping', ['metadata', 'labels', 'y z'], 6, 18],
    ['a key that is no string in the file', ['spec', 'true'], 12, 3],
    ['a line that was indented for the parser', ['other', 1], 15, 1],
    ['a key that is missing: its parent', ['spec', 'replicas', 0], 7, 1],
    ['an entry that is missing: its list', ['spec', 'items', 7], 8, 3],
    ['a field of a scalar: the scalar', ['spec', 'items', 0, 'name', 'x'], 9, 5],
  ])('finds %s', (_, path, line, column) => {
    expect(document?.positionOf(path)).toEqual({ line, column });
  });
});

describe('where fields are', () => {
  it('is told of as many as people look at, and of all others that they are in the document', () => {
    const [document] = parseYaml(
      `# a comment\nkind: A\n${Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join('')}`,
    ).documents;
    const started = performance.now();
    const lines = Array.from({ length: 20_000 }, (_, index) => document?.positionOf([`k${index}`]).line);
    expect([lines[0], lines[99], lines[100], lines.at(-1)]).toEqual([3, 102, 2, 2]);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('lines that are indented for the parser', () => {
  const bracket = (lines: number, before = ''): string => `${before}a:\n  b: [\n${'1,\n'.repeat(lines)}  ]\n`;

  it('may be many in a short text', () => expect(parseYaml(bracket(900)).problems).toEqual([]));

  it('are fewer in a long one, of which each costs a pass', () => {
    const started = performance.now();
    expect(parseYaml(bracket(900, `text: ${'x'.repeat(5_000_000)}\n`)).problems).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('any text', () => {
  const yamlish = fc.string({
    unit: fc.constantFrom(
      ...'ab01-:?[]{}"\'|>&*!%#,~<.\n\r\t \u2028\u0000\ufeff\ud800',
      '- ',
      ': ',
      '---',
      '...',
      '<<',
      '!!int ',
      '\n  ',
      'a: ',
      '*a',
      '&a ',
    ),
    maxLength: 60,
  });

  it('is read without an exception, and what was read can be written and read again', () => {
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        const { documents, problems: found } = parseYaml(text);
        for (const problem of found) expect(problem.line > 0 && problem.column > 0 && problem.message !== '').toBe(true);
        for (const { value, positionOf } of documents) {
          positionOf(['a', 0]);
          expect(values(emitDocument(value))).toStrictEqual([value]);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
