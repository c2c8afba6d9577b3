import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ResourceCase, readResourceCases, renderCase } from '../../../fixtures/resources/cases.ts';
import { RENDER_REVISION } from './render-input.ts';

const RECORD = new URL('../../../fixtures/resources/revision.txt', import.meta.url);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** What a case was rendered to, by its input, so that a case that is new or that a person edited is no change of render. */
type Outputs = ReadonlyMap<string, string>;

const keyOf = ({ name, source }: ResourceCase): string => `${hash(source)} ${name}`;

function readRecord(): { readonly revision: number; readonly outputs: Outputs } {
  const [head = '', ...lines] = readFileSync(RECORD, 'utf8').trimEnd().split('\n');
  return {
    revision: Number(/^revision (\d+)$/.exec(head)?.[1]),
    outputs: new Map(lines.map((line) => [line.slice(17), line.slice(0, 16)])),
  };
}

const changed = (before: Outputs, now: Outputs): readonly string[] =>
  [...now].filter(([key, output]) => before.has(key) && before.get(key) !== output).map(([key]) => key.slice(17));

const asText = (outputs: Outputs): string =>
  [`revision ${RENDER_REVISION}`, ...[...outputs].map(([key, output]) => `${output} ${key}`), ''].join('\n');

test('RENDER_REVISION was raised where the same input gives another output', () => {
  const outputs: Outputs = new Map(
    readResourceCases().map((resourceCase) => [keyOf(resourceCase), hash(renderCase(resourceCase)['expected.yaml'] ?? '')]),
  );
  expect(outputs.size).toBeGreaterThan(100);
  const record = readRecord();
  if (record.revision === RENDER_REVISION) {
    const remedy = 'raise RENDER_REVISION in render-input.ts, else files in Git are taken for up to date; then run with UPDATE_FIXTURES=1';
    expect(changed(record.outputs, outputs), `render gives other children than before: ${remedy}`).toEqual([]);
  } else {
    expect(RENDER_REVISION, 'a revision is never taken back').toBeGreaterThan(record.revision);
  }
  if (process.env.UPDATE_FIXTURES === '1') writeFileSync(RECORD, asText(outputs));
  expect(readFileSync(RECORD, 'utf8'), 'cases or the revision changed: run with UPDATE_FIXTURES=1').toBe(asText(outputs));
});
