import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emitResourceList } from './emit-resource-list.ts';
import { parseResourceList } from './parse-resource-list.ts';
import { renderFunction } from './render-function.ts';
import { runFunction } from './run-function.ts';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/krm', import.meta.url));
const CASES = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const inputOf = (name: string): string => readFileSync(join(FIXTURES, name, 'input.yaml'), 'utf8');
const fails = (name: string): boolean => existsSync(join(FIXTURES, name, 'stderr.txt'));

async function run(input: string | Uint8Array) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  const exitCode = await runFunction(renderFunction, { stdin: Readable.from([input]), stdout: stream('stdout'), stderr: stream('stderr') });
  return { ...written, exitCode };
}

/** The items of a list as text, each with its lines. */
const itemTexts = (text: string): readonly string[] => {
  const { list, indent } = parseResourceList(text);
  return list.items.map((item) => emitResourceList([item], indent, undefined, []));
};

test('refuses bytes that are no UTF-8', async () => {
  const { stdout, stderr, exitCode } = await run(Buffer.from('kind: ResourceList # caf\xE9', 'latin1'));
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: 'error: stdin is no UTF-8. Convert the file to UTF-8.\n' });
  expect(parseResourceList(stdout)).toMatchObject({ list: { items: [] }, problems: [] });
});

test('there are cases', () => expect(CASES.length).toBeGreaterThan(30));

describe.each(CASES)('%s', (name) => {
  test('gives what is expected', async () => {
    const { stdout, stderr, exitCode } = await run(inputOf(name));
    expect(exitCode).toBe(fails(name) ? 1 : 0);
    await expect(stdout).toMatchFileSnapshot(join(FIXTURES, name, 'expected.yaml'));
    if (fails(name)) await expect(stderr).toMatchFileSnapshot(join(FIXTURES, name, 'stderr.txt'));
    else expect(stderr).toBe('');
  });

  test('writes a ResourceList that can be read', async () => {
    expect(parseResourceList((await run(inputOf(name))).stdout).problems).toEqual(fails(name) ? expect.anything() : []);
  });
});

describe.each(CASES.filter((name) => !fails(name)))('%s', (name) => {
  test('changes nothing when run over its own output', async () => {
    const { stdout } = await run(inputOf(name));
    expect(itemTexts((await run(stdout)).stdout)).toEqual(itemTexts(stdout));
  });

  test('does not depend on the order of items', async () => {
    const expected = itemTexts((await run(inputOf(name))).stdout).toSorted();
    const { list, indent } = parseResourceList(inputOf(name));
    const shuffled = fc.shuffledSubarray([...list.items], { minLength: list.items.length });
    await fc.assert(
      fc.asyncProperty(shuffled, async (items) => {
        const { stdout } = await run(emitResourceList(items, indent, list.functionConfig, []));
        expect(itemTexts(stdout).toSorted()).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });
});

describe.each(CASES.filter(fails))('%s', (name) => {
  test('lets all items pass unchanged', async () => {
    expect(itemTexts((await run(inputOf(name))).stdout)).toEqual(itemTexts(inputOf(name)));
  });
});
