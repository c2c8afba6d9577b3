import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { exampleStackSet } from '../../../../bench/example-stack-set.ts';
import { changedYaml } from '../../../../fixtures/arbitraries/changed-yaml.ts';
import { manifestData } from '../../../../fixtures/arbitraries/manifest-data.ts';
import { yamlLike } from '../../../../fixtures/arbitraries/yaml-like.ts';
import { readScenarios } from '../../../../fixtures/conformance/cases.ts';
import { DEFAULT_RENDER_CONFIG } from '../../../core/model/render-config.ts';
import type { Stack } from '../../../core/model/stack.ts';
import type { StackSet } from '../../../core/model/stack-set.ts';
import { render } from '../../../core/render.ts';
import { readCases, writeCases } from '../corpus.ts';
import { emitDocument } from '../emit.ts';
import { parseAnyDocument } from '../read.ts';
import { splitDocuments } from '../split.ts';
import { readPlain } from './read-plain.ts';

const documentsOf = (text: string): readonly string[] =>
  splitDocuments(text)
    .filter(({ misplaced }) => misplaced === undefined)
    .map(({ start, end }) => text.slice(start, end));

/** Whether a document is read; if it is, the full reader must find the same and no problem. */
function isRead(document: string): boolean {
  const plain = readPlain(document);
  if (plain === undefined) return false;
  expect({ ...plain, problems: [] }, JSON.stringify(document)).toStrictEqual(parseAnyDocument(document, 0));
  expect(emitDocument(plain.value)).toBe(emitDocument(parseAnyDocument(document, 0).value));
  return true;
}

const hasContent = (document: string): boolean => parseAnyDocument(document, 0).value !== undefined;
const share = (documents: readonly string[]): number => documents.filter(isRead).length / documents.length;

function filesBelow(folder: string): readonly string[] {
  const root = new URL(`../../../../${folder}/`, import.meta.url);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => readFileSync(new URL(name, root), 'utf8'));
}

describe('what is read is what the full reader reads', () => {
  it('in the recorded corpus', () => {
    const documents = [...readCases(), ...writeCases()].flatMap(({ text }) => documentsOf(text));
    expect(documents.length).toBeGreaterThan(900);
    expect(share(documents)).toBeGreaterThan(0.5);
  });

  it('in the fixtures', () => {
    const documents = filesBelow('fixtures').flatMap(documentsOf).filter(hasContent);
    expect(documents.length).toBeGreaterThan(200);
    expect(share(documents)).toBeGreaterThan(0.9);
  });

  const read = { some: 0, all: 0 };
  const count = (text: string): void => {
    for (const document of documentsOf(text)) {
      read.all += 1;
      if (isRead(document)) read.some += 1;
    }
  };

  test.each([
    ['manifests with mistakes', changedYaml],
    ['texts of the marks of YAML', yamlLike],
  ])(
    'in %s',
    (_, texts) => {
      read.some = read.all = 0;
      fc.assert(fc.property(texts, count), { numRuns: 4000 });
      expect(read.some).toBeGreaterThan(read.all / 20);
      expect(read.some).toBeLessThan(read.all * 0.9);
    },
    60_000,
  );

  it('in what our emitter writes, which is the value that was written', () => {
    let all = 0;
    let some = 0;
    fc.assert(
      fc.property(manifestData, (data) => {
        const text = emitDocument(data);
        all += 1;
        if (!isRead(text)) return;
        some += 1;
        expect(readPlain(text)?.value).toStrictEqual(data);
      }),
      { numRuns: 3000 },
    );
    expect(some).toBeGreaterThan(all / 2);
  }, 60_000);
});

describe('the subset holds', () => {
  it('every document of the examples', () => {
    const documents = filesBelow('examples').flatMap(documentsOf).filter(hasContent);
    expect(documents.length).toBeGreaterThan(2);
    expect(share(documents)).toBe(1);
  });

  it('the StackSet that the speed is measured with, as it is and as we would write it', () => {
    const text = exampleStackSet(1, 'v1');
    expect(share([text, text.replaceAll('\n', '\r\n'), emitDocument(readPlain(text)?.value)])).toBe(1);
  });

  it('every StackSet, Stack and child that is rendered of the recorded scenarios', () => {
    const objects = readScenarios().flatMap(({ steps }) => {
      const live = steps[0]?.live ?? [];
      const stacks = live.filter((object): object is Stack => object.kind === 'Stack').map((stack) => ({ stack, frozen: [] }));
      return live
        .filter((object): object is StackSet => object.kind === 'StackSet')
        .flatMap((stackSet) => {
          const rendering = render({ stackSet, stacks, config: DEFAULT_RENDER_CONFIG, configuration: [] });
          return [stackSet, ...rendering.routes, ...rendering.stacks.flatMap(({ stack, children }) => [stack, ...children])];
        });
    });
    expect(objects.length).toBeGreaterThan(300);
    expect(share(objects.map(emitDocument))).toBe(1);
  });
});

describe('the subset does not hold', () => {
  test.each([
    ['an anchor', 'a: &x 1\n'],
    ['an alias', 'a: *x\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a merge key', '<<: {a: 1}\n'],
    ['a null key', '~: 1\n'],
    ['a complex key', '? a\n: 1\n'],
    ['a directive', '%YAML 1.1\n---\na: 1\n'],
    ['a byte order mark', '\ufeffa: 1\n'],
    ['a tab before a value', 'a:\t1\n'],
    ['a tab as indentation', 'a:\n\tb: 1\n'],
    ['a lone carriage return', 'a: 1\rb: 2\n'],
    ['a no-break space', 'a: x\u00a0y\n'],
    ['a line separator', 'a: x\u2028y\n'],
    ['a character of two halves', 'a: 😀\n'],
    ['an escape by code', 'a: "\\u0041"\n'],
    ['a string on two lines', 'a: x\n  y\n'],
    ['a quoted string on two lines', 'a: "x\n  y"\n'],
    ['a flow collection on two lines', 'a: [x,\n  y]\n'],
    ['a folded block', 'a: >\n  x\n'],
    ['a literal block with an indicator', 'a: |2\n  x\n'],
    ['a literal block whose first line is blank', 'a: |\n\n  x\n'],
    ['spaces behind the last line break', 'a: |+\n  x\n '],
    ['a key that is written twice', 'a: 1\na: 2\n'],
    ['a key that is written in two ways', '1: x\n"1": y\n'],
    ['a key that every object inherits', '__proto__: 1\n'],
    ['a line between two columns', 'a:\n    b: 1\n  c: 2\n'],
    ['infinity', 'a: .inf\n'],
    ['a scalar', 'a\n'],
    ['a flow collection', '{a: 1}\n'],
    ['nothing', '# a\n\n'],
    ['what is indented as a whole', '  a: 1\n'],
    ['101 collections in each other', Array.from({ length: 101 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
    ['51 flow collections in each other', `a: ${'['.repeat(51)}${']'.repeat(51)}\n`],
    ['more than a million characters', `a: ${'x'.repeat(1 << 20)}\n`],
  ])('%s', (_, text) => {
    expect(readPlain(text)).toBeUndefined();
  });
});

describe('a reading', () => {
  it('shares no collection with another', () => {
    const read = (): unknown => readPlain('a: {b: [1], c: {}}\nd: [x]\n')?.value;
    const first = read() as { a: { b: unknown[] }; d: unknown[] };
    first.a.b.push(2);
    first.d.push('y');
    expect(read()).toStrictEqual({ a: { b: [1], c: {} }, d: ['x'] });
  });

  const size = (1 << 20) - 10;
  test.each([
    ['words', 'a: ', 'a '],
    ['colons', 'a: ', 'a:'],
    ['spaces before a mistake', 'a:', ' '],
    ['spaces behind a dash', '-', ' '],
    ['spaces', ' ', ' '],
    ['dashes', '- ', '- '],
    ['quotes', "a: '", "''"],
    ['escapes', 'a: "', '\\"'],
    ['entries', 'a: [', 'a, '],
    ['spaces in a flow collection', 'a: [x', ' '],
    ['brackets', 'a: ', '['],
    ['comments', 'a: ', ' #'],
    ['blank lines', 'a: x', '\n '],
    ['lines of a literal block', 'a: |\n', '  x\n'],
  ])('takes one pass, however long a line of %s is', (_, first, repeated) => {
    const started = performance.now();
    for (const last of ['', '&', '\n&']) readPlain(`${first}${repeated.repeat(size / repeated.length - 10)}${last}`);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
