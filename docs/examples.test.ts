import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleAll } from '../scripts/build/bundle.ts';
import { findDocuments, readDocument } from '../scripts/docs/documents.ts';
import { runExamples } from '../scripts/docs/run-examples.ts';

const documents = await Promise.all(findDocuments().map(readDocument));
const withCommands = documents.filter(({ steps }) => steps.some(({ type }) => type === 'console'));

/** The command line as it is now, not as it was when `dist/` was last built. */
let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'docs-examples-'));
  await bundleAll(built);
});
afterAll(() => rm(built, { recursive: true, force: true }));

describe('the documents show what is really printed', () => {
  it('the README has examples', () => expect(withCommands.map(({ path }) => path)).toContain('README.md'));

  it.for(withCommands)('$path', { timeout: 120_000 }, async ({ path, steps }) => {
    const runs = await runExamples(steps, join(built, 'stackset.mjs'));
    const faults = runs.flatMap(({ line, script, expected, actual, fault }) =>
      fault === undefined ? [] : [{ at: `${path}:${line}`, script, fault, expected, actual }],
    );
    expect(faults, 'see it, then run `npm run docs:update`').toEqual([]);
    expect(runs, 'commands that were run').not.toHaveLength(0);
  });

  it('counts the examples that cannot run in a test', () => {
    const untested = documents.flatMap(({ path, steps }) =>
      steps.filter(({ type }) => type === 'untested').map(({ line }) => `${path}:${line}`),
    );
    // Each one names its reason in the document; a new one is a decision, so it changes this number.
    expect(untested).toHaveLength(0);
  });
});
