import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StackSet } from '../../core/model/stack-set.ts';
import { parseYaml, type YamlDocument } from '../yaml/read.ts';
import { editTraffic } from './edit-traffic.ts';

/** The files of the golden cases, out of which a few pieces are cut and into which odd ones are put. */
const ROOT = new URL('../../../fixtures/traffic-edit/', import.meta.url);
const sources = readdirSync(ROOT).map((name) => {
  const input = readdirSync(new URL(`${name}/`, ROOT)).find((file) => file.startsWith('input.'));
  return readFileSync(new URL(`${name}/${input}`, ROOT), 'utf8');
});

const pieces = [
  '\n',
  ' ',
  '  ',
  '#',
  ' # x',
  ',',
  '- ',
  '[',
  ']',
  '{',
  '}',
  ': ',
  '&a ',
  '*a',
  '<<: ',
  '!!int ',
  '!x ',
  '? ',
  '|',
  '"',
  "'",
  '~',
  '\t',
  '\r',
  '---\n',
  '1',
];
const change = fc.record({ at: fc.nat(), cut: fc.constantFrom(0, 0, 1, 2, 5, 20), piece: fc.constantFrom('', ...pieces) });

interface Listed {
  readonly document: YamlDocument;
  readonly listed: StackSet['spec']['traffic'] | null;
}

/** The StackSets of a text whose traffic a schema would let pass. */
function stackSetsOf(text: string): readonly Listed[] {
  const reading = parseYaml(text);
  if (reading.problems.length > 0) return [];
  return reading.documents.flatMap((document) => {
    const { kind, spec } = document.value as { readonly kind?: unknown; readonly spec?: { readonly traffic?: unknown } };
    if (kind !== 'StackSet' || typeof spec !== 'object' || spec === null || Array.isArray(spec)) return [];
    const listed = (spec.traffic ?? []) as readonly { readonly stackName?: unknown; readonly weight?: unknown }[];
    const isList =
      Array.isArray(listed) && listed.every((entry) => typeof entry?.stackName === 'string' && typeof entry.weight === 'number');
    return isList ? [{ document, listed: spec.traffic as Listed['listed'] }] : [];
  });
}

test('whatever the file looks like, an edit gives what was meant or is refused', () => {
  const counts = { edited: 0, refused: 0 };
  const weights = new Map([
    ['shop-v1', 61],
    ['shop-v2', 39],
  ]);
  fc.assert(
    fc.property(fc.constantFrom(...sources), fc.array(change, { minLength: 1, maxLength: 4 }), (source, changes) => {
      const text = changes.reduce((whole, { at, cut, piece }) => {
        const offset = at % (whole.length + 1);
        return whole.slice(0, offset) + piece + whole.slice(offset + cut);
      }, source);
      for (const { document } of stackSetsOf(text)) {
        const edit = editTraffic(text, document, weights);
        counts[edit.kind] += 1;
        if (edit.kind === 'refused') continue;
        const traffic = stackSetsOf(edit.text).find((found) => found.document.index === document.index)?.listed ?? [];
        const last = new Map(traffic.map(({ stackName, weight }) => [stackName, weight]));
        expect([last.get('shop-v1'), last.get('shop-v2')]).toEqual([61, 39]);
      }
    }),
    { numRuns: 6000 },
  );
  expect(counts.edited).toBeGreaterThan(500);
  expect(counts.refused).toBeGreaterThan(10);
});
