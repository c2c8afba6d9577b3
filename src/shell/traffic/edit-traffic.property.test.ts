import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emitDocument } from '../yaml/emit.ts';
import { parseYaml } from '../yaml/read.ts';
import { editTraffic } from './edit-traffic.ts';
import type { TrafficEntry } from './entry-style.ts';

/** How a person may write `spec.traffic`, two spaces deep; each gives as many lines for any weights. */
type WriteTraffic = (entries: readonly TrafficEntry[]) => readonly string[];

const STYLES: Readonly<Record<string, WriteTraffic>> = {
  compact: (entries) => [
    '  traffic:',
    ...entries.flatMap(({ stackName, weight }) => [`  - stackName: ${stackName}`, `    weight: ${weight}`]),
  ],
  wide: (entries) => [
    '  traffic:',
    ...entries.flatMap(({ stackName, weight }) => [`      -  weight: ${weight}`, `         stackName: "${stackName}"`]),
  ],
  quoted: (entries) => [
    '  "traffic":',
    ...entries.flatMap(({ stackName, weight }) => [`  - 'stackName': '${stackName}'`, `    "weight":   ${weight}`]),
  ],
  flowEntries: (entries) => ['  traffic:', ...entries.map(({ stackName, weight }) => `  - { stackName: ${stackName}, weight: ${weight} }`)],
  flowList: (entries) => [
    `  traffic: [${entries.map(({ stackName, weight }) => `{stackName: ${stackName}, weight: ${weight}}`).join(', ')}]`,
  ],
  tallFlowList: (entries) => [
    '  traffic: [',
    ...entries.map(
      ({ stackName, weight }, index) => `    {stackName: ${stackName}, weight: ${weight}}${index < entries.length - 1 ? ',' : ''}`,
    ),
    '  ]',
  ],
};

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
/** Also what looks like a comment, a number, a document or an entry. */
const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom('# no comment', '90', 'weight: 90', '- stackName: shop-v1', 'null', '---', '*a', 'a\nb\n', 'x # y'),
);
const field = fc.oneof(
  fc.record({ hosts: fc.array(word, { maxLength: 3 }), backendPort: fc.nat(9999) }),
  fc.dictionary(word, text, { maxKeys: 3 }),
  fc.array(fc.dictionary(word, text, { maxKeys: 2 }), { maxLength: 3 }),
  text,
  fc.nat(),
);
const entries = fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });
const weight = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom(0.5, 12.3, 33.33));

interface Sample {
  readonly fields: readonly (readonly [string, unknown])[];
  readonly place: number;
  readonly style: string;
  readonly listed: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** What is put above the lines of the file, and beside them, in turn. */
  readonly above: readonly string[];
  readonly beside: readonly string[];
  readonly lineBreak: string;
  readonly isEnded: boolean;
  readonly start: string;
  readonly end: string;
}

const samples: fc.Arbitrary<Sample> = fc.record({
  fields: fc.uniqueArray(fc.tuple(word, field), { minLength: 1, maxLength: 5, selector: ([name]) => name }),
  place: fc.nat(5),
  style: fc.constantFrom(...Object.keys(STYLES)),
  listed: entries,
  before: fc.array(weight, { minLength: 6, maxLength: 6 }),
  after: fc.array(weight, { minLength: 6, maxLength: 6 }),
  above: fc.array(fc.constantFrom('', '', '', '', '# weight: 90', '  # - stackName: shop-v1', '          # deep', 'BLANK', '  BLANK'), {
    minLength: 1,
    maxLength: 17,
  }),
  beside: fc.array(fc.constantFrom('', '', '', ' # weight: 90', '\t# tab', '  ', ' # {}[]"\''), { minLength: 1, maxLength: 17 }),
  lineBreak: fc.constantFrom('\n', '\n', '\r\n'),
  isEnded: fc.boolean(),
  start: fc.constantFrom('', '\uFEFF', '# first\n---\n', 'kind: ConfigMap\ndata: {traffic: "- weight: 90"}\n---\n', '%YAML 1.1\n---\n'),
  end: fc.constantFrom('', '---\nspec:\n  traffic:\n  - stackName: shop-v1\n    weight: 90\n', '...\n'),
});

const MARK = 'stands for the list';

/** The file of a sample with some weights, of which nothing else depends; undefined where a text over several lines forbids decoration. */
function write(sample: Sample, weights: readonly number[], listed: readonly number[] | undefined): string {
  const { fields, place, above, beside } = sample;
  const spec = Object.fromEntries([...fields.slice(0, place), ...(listed ? [['traffic', MARK] as const] : []), ...fields.slice(place)]);
  const emitted = emitDocument({ kind: 'StackSet', metadata: { name: 'shop' }, spec });
  const list =
    STYLES[sample.style]?.((listed ?? []).map((version) => ({ stackName: `shop-v${version}`, weight: weights[version - 1] ?? 0 }))) ?? [];
  const isDecorated = !/[|>][-+0-9]*$/m.test(emitted);
  const lines = emitted
    .replace(/\n$/, '')
    .split('\n')
    .flatMap((line) => (line.includes(MARK) ? list : [line]));
  const decorated = lines.flatMap((line, index) => {
    const comment = (above[index % above.length] ?? '').replace('BLANK', '');
    const isBlank = (above[index % above.length] ?? '').endsWith('BLANK');
    return [...(comment !== '' || isBlank ? [comment] : []), line + (beside[index % beside.length] ?? '')];
  });
  const own = `${(isDecorated ? decorated : lines).join('\n')}${sample.isEnded || sample.end !== '' ? '\n' : ''}`;
  return (sample.start + own + sample.end).replaceAll('\n', sample.lineBreak);
}

const weightsOf = (versions: readonly number[], weights: readonly number[]): ReadonlyMap<string, number> =>
  new Map(versions.map((version) => [`shop-v${version}`, weights[version - 1] ?? 0]));

function edit(source: string, weights: ReadonlyMap<string, number>): string {
  const reading = parseYaml(source);
  expect(reading.problems).toEqual([]);
  const document = reading.documents.find(({ value }) => (value as { kind?: string }).kind === 'StackSet');
  if (document === undefined) throw new Error('the sample holds no StackSet');
  const result = editTraffic(source, document, weights);
  if (result.kind === 'refused') throw new Error(`refused: ${result.message}\n${source}`);
  return result.text;
}

const runs = { numRuns: 1500 };

test('weights that are there are replaced, and every other byte stays', () => {
  fc.assert(
    fc.property(samples, (sample) => {
      const { before, after, listed } = sample;
      const sameSpelling = listed.filter((version) => before[version - 1] !== after[version - 1]);
      const edited = edit(write(sample, before, listed), weightsOf(sameSpelling, after));
      expect(edited).toBe(write(sample, after, listed));
    }),
    runs,
  );
});

/** The lines of `longer` without one run of them are those of `shorter`; commas at the end of the line before the run are left out. */
function isOneRunLonger(longer: readonly string[], shorter: readonly string[]): boolean {
  let same = 0;
  while (same < shorter.length && longer[same] === shorter[same]) same += 1;
  let tail = 0;
  while (tail < shorter.length - same && longer.at(-1 - tail) === shorter.at(-1 - tail)) tail += 1;
  return same + tail === shorter.length;
}

const lines = (source: string): readonly string[] => source.split(/(?<=\n)/);
const trafficOf = (source: string): unknown =>
  parseYaml(source)
    .documents.map(({ value }) => value as { kind?: string; spec: { traffic?: unknown } })
    .find(({ kind }) => kind === 'StackSet')?.spec.traffic;

test('entries that are missing are added, and every other line stays', () => {
  const blocks = samples.map((sample) => ({
    ...sample,
    isEnded: true,
    style: sample.style.endsWith('lowList') ? 'flowEntries' : sample.style,
  }));
  fc.assert(
    fc.property(blocks, fc.subarray([1, 2, 3, 4, 5, 6]), (sample, versions) => {
      const source = write(sample, sample.before, sample.listed);
      const added = versions.filter((version) => !sample.listed.includes(version) && (sample.before[version - 1] ?? 0) > 0);
      const edited = edit(source, weightsOf(versions, sample.before));
      expect(isOneRunLonger(lines(edited), lines(source))).toBe(true);
      expect(lines(edited).length - lines(source).length).toBe(added.length * (sample.style === 'flowEntries' ? 1 : 2));
      expect(trafficOf(edited)).toEqual(
        [...sample.listed, ...added].map((version) => ({ stackName: `shop-v${version}`, weight: sample.before[version - 1] })),
      );
    }),
    runs,
  );
});

test('entries are added to flow lists, and the rest of the file stays', () => {
  const flows = samples.map((sample) => ({ ...sample, style: sample.place % 2 === 0 ? 'flowList' : 'tallFlowList' }));
  fc.assert(
    fc.property(flows, (sample) => {
      const versions = [1, 2, 3, 4, 5, 6];
      const weights = sample.before.map((own) => own + 1);
      const source = write(sample, weights, sample.listed);
      const edited = edit(source, weightsOf(versions, weights));
      const added = versions.filter((version) => !sample.listed.includes(version));
      // Without what was added, and the comma before it, the text is the same byte for byte.
      const without = added.reduce(
        (shorter, version) => shorter.replace(new RegExp(`(?:, |\\r?\\n {4})\\{stackName: shop-v${version}, weight: [\\d.]+\\}`), ''),
        edited,
      );
      expect(without.replaceAll(/,/g, '')).toBe(source.replaceAll(/,/g, ''));
    }),
    runs,
  );
});

test('a list is added where there is none, and every line stays', () => {
  const ended = samples.map((sample) => ({ ...sample, isEnded: true }));
  fc.assert(
    fc.property(ended, fc.subarray([1, 2, 3, 4, 5, 6], { minLength: 1 }), (sample, versions) => {
      const source = write(sample, [], undefined);
      const weights = new Map(versions.map((version) => [`shop-v${version}`, (sample.before[version - 1] ?? 0) + 1]));
      const edited = edit(source, weights);
      expect(isOneRunLonger(lines(edited), lines(source))).toBe(true);
      expect(lines(edited).length - lines(source).length).toBe(1 + 2 * versions.length);
      expect(trafficOf(edited)).toEqual([...weights].map(([stackName, own]) => ({ stackName, weight: own })));
    }),
    runs,
  );
});

test('JSON stays JSON of the same form', () => {
  fc.assert(
    fc.property(samples, fc.constantFrom(undefined, 1, 2, 4, '\t'), fc.constantFrom('all', 'some', 'none'), (sample, indent, listing) => {
      const versions = [...sample.listed];
      const listed = { all: versions, some: versions.slice(0, 1), none: undefined }[listing];
      const list = (shown: readonly number[], weights: readonly number[]): readonly TrafficEntry[] =>
        shown.map((version) => ({ stackName: `shop-v${version}`, weight: (weights[version - 1] ?? 0) + 1 }));
      const json = (traffic: readonly TrafficEntry[] | undefined): string =>
        JSON.stringify(
          { kind: 'StackSet', spec: { ...Object.fromEntries(sample.fields), ...(traffic && { traffic }) } },
          undefined,
          indent,
        );
      const source = json(listed && list(listed, sample.before));
      if (parseYaml(source).problems.length > 0) return;
      const wanted = list(versions, sample.after);
      const edited = edit(source, new Map(wanted.map(({ stackName, weight: own }) => [stackName, own])));
      expect(isDeepStrictEqual(JSON.parse(edited), JSON.parse(json(wanted)))).toBe(true);
      expect(edited).toBe(json(wanted));
    }),
    runs,
  );
});
