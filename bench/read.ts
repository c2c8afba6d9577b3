// How long the plain reader takes beside the full one for StackSets, by CPU time, in turns; bundled, as the product is. Run:
// npx esbuild bench/read.ts --bundle --platform=node --format=esm | node --input-type=module
import { emitDocument } from '../src/shell/yaml/emit.ts';
import { parseAnyDocument, parseYaml } from '../src/shell/yaml/read.ts';
import { exampleStackSet } from './example-stack-set.ts';

const files = 1000;
const rounds = 15;

/** A text as it comes from a file, and not from joined strings. */
const fromFile = (text: string): string => Buffer.from(text).toString('utf8');

const examples = Array.from({ length: files }, (_, index) => fromFile(exampleStackSet(index, 'v1')));
const sets = {
  'as people write them': examples,
  'as we write them': examples.map((text) => fromFile(emitDocument(parseAnyDocument(text, 0).value))),
  'with no value twice': examples.map((text, index) =>
    fromFile(text.replace(/: [a-z][^\n{]*$/gm, (value, at) => `${value}-${index}-${at}`)),
  ),
};

function milliseconds(perform: (text: string) => unknown, texts: readonly string[]): number {
  const before = process.cpuUsage();
  for (const text of texts) perform(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

for (const [name, texts] of Object.entries(sets)) {
  const json = texts.map((text) => JSON.stringify(parseAnyDocument(text, 0).value));
  const turns = Array.from({ length: rounds }, () => ({
    full: milliseconds((text) => parseAnyDocument(text, 0), texts),
    plain: milliseconds(parseYaml, texts),
    trip: milliseconds((text) => JSON.stringify(JSON.parse(text)), json),
  }));
  const [full, plain, trip] = (['full', 'plain', 'trip'] as const).map((what) => median(turns.map((turn) => turn[what]))) as [
    number,
    number,
    number,
  ];
  const speed = texts.join('').length / 1000 / plain;
  console.log(
    `${name}: ${(full / plain).toFixed(1)} times as fast as the full reader, ${(plain / trip).toFixed(1)} JSON round trips, ${speed.toFixed(0)} MB/s`,
  );
}
