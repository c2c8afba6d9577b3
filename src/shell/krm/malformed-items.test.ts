import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldPath } from '../../core/model/problem.ts';
import { emitDocument } from '../yaml/emit.ts';
import { parseYaml } from '../yaml/read.ts';
import { renderFunction } from './render-function.ts';
import { runFunction } from './run-function.ts';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/krm', import.meta.url));
const LISTS = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => parseYaml(readFileSync(join(FIXTURES, name, 'input.yaml'), 'utf8')).documents.map(({ value }) => value))
  .filter((list) => pathsOf(list).length > 20);

function pathsOf(value: unknown, path: FieldPath = []): readonly FieldPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, field]) => pathsOf(field, [...path, key]))];
}

/** The value with another one at a path. */
function withValueAt(value: unknown, [step, ...rest]: FieldPath, replacement: unknown): unknown {
  if (step === undefined) return replacement;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  return Object.assign(copy, { [step]: withValueAt((value as Readonly<Record<string | number, unknown>>)[step], rest, replacement) });
}

test('a field of any other type gives results, not a failure of the function', async () => {
  const malformed = fc
    .constantFrom(...LISTS)
    .chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.constantFrom(...pathsOf(list)),
        fc.constantFrom(null, 3, 1.5, 'x', '', true, [], {}, [null], { a: null }),
      ),
    )
    .map(([list, path, replacement]) => emitDocument(withValueAt(list, path, replacement)));
  await fc.assert(
    fc.asyncProperty(malformed, async (input) => {
      let stdout = '';
      const exitCode = await runFunction(renderFunction, {
        stdin: Readable.from([input]),
        stdout: { write: (text) => (stdout += text) },
        stderr: { write: () => true },
      });
      expect(parseYaml(stdout).problems).toEqual([]);
      expect(stdout).not.toContain('the function failed');
      expect(exitCode).toBe(/^ {2}severity: error$/m.test(stdout) ? 1 : 0);
    }),
    { numRuns: 300 },
  );
}, 60_000);
