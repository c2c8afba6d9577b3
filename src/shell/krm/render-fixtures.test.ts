import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isGenerated } from '../package/header.ts';
import { emitDocuments } from '../yaml/emit.ts';
import { parseYaml } from '../yaml/read.ts';
import { emitResourceList } from './emit-resource-list.ts';
import { isKrmObject, type KrmObject } from './item.ts';
import { parseResourceList } from './parse-resource-list.ts';
import { joinPath, placeAt, withoutBookkeeping } from './placement.ts';
import { presentFiles } from './present-files.ts';
import { renderFunction } from './render-function.ts';
import { runFunction } from './run-function.ts';

/**
 * The cases of `stackset render`, run as the function: it must write the same files. Left out are cases with options of the
 * command line, and packages that no orchestrator hands on: those with files that are no KRM, with an object twice, or where a
 * file matters that is none of YAML.
 */
const root = fileURLToPath(new URL('../../../fixtures/render', import.meta.url));
const isCase = (name: string): boolean => existsSync(join(root, name, 'input')) && !existsSync(join(root, name, 'options.json'));
const OTHERS = [
  'a-copy-of-a-stack-under-another-name',
  'two-configs-in-a-folder',
  'a-file-where-the-output-folder-belongs',
  'a-kustomize-source-without-a-kustomization',
];

type Tree = ReadonlyMap<string, string>;

function readTree(folder: string): Tree {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
}

/** A tree as kpt reads it; undefined where it would refuse. */
function toResourceList(tree: Tree): string | undefined {
  const items: { readonly object: KrmObject; readonly headComment?: string }[] = [];
  for (const [path, text] of tree) {
    if (!/\.(ya?ml|json)$/.test(path)) continue;
    const { documents, problems } = parseYaml(text);
    if (text.includes('\uFFFD') || problems.length > 0 || !documents.every(({ value }) => isKrmObject(value))) return undefined;
    const comment = /^#[^\r\n]*/.exec(text)?.[0];
    for (const { value, index } of documents)
      items.push({
        object: placeAt(value as KrmObject, { path, index }),
        ...(index === 0 && comment !== undefined && { headComment: comment }),
      });
  }
  return emitResourceList(items, '', undefined, []);
}

/** The files that a list stands for. */
function toTree(text: string): Tree {
  const { items } = parseResourceList(text).list;
  const comments = new Map(items.map((item) => [item.object, /^ *- +(#.*\n)/.exec(item.text ?? '')?.[1] ?? '']));
  const files = presentFiles(
    items.map(({ object }) => object),
    () => undefined,
  );
  return new Map(
    files.map(({ folder, name, items: found }) => {
      const [first] = found;
      return [joinPath(folder, name), `${(first && comments.get(first)) ?? ''}${emitDocuments(found.map(withoutBookkeeping))}`];
    }),
  );
}

const generatedFiles = (tree: Tree): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...tree].filter(([, text]) => isGenerated(Buffer.from(text))).map(([path, text]) => [path, text.replaceAll('\r\n', '\n')]),
  );

const states = (tree: Tree): readonly string[] => [...tree.keys()].filter((path) => path.endsWith('.state.yaml'));

const cases = readdirSync(root)
  .filter((name) => isCase(name) && !OTHERS.includes(name))
  .map((name) => ({ name, folder: join(root, name), input: toResourceList(readTree(join(root, name, 'input'))) }))
  .filter((entry): entry is typeof entry & { readonly input: string } => entry.input !== undefined);

describe('the function writes the files that stackset render writes', () => {
  test('in more than 30 cases', () => expect(cases.length).toBeGreaterThan(30));

  test.each(cases)('$name', async ({ folder, input }) => {
    let stdout = '';
    const stdin = Readable.from([input]);
    const exitCode = await runFunction(renderFunction, {
      stdin,
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: () => true },
    });
    const problems = join(folder, 'problems.txt');
    const fails = existsSync(problems) && /^\S.* error /m.test(readFileSync(problems, 'utf8'));
    expect(exitCode).toBe(fails ? 1 : 0);
    const expected = existsSync(join(folder, 'expected')) ? 'expected' : 'input';
    if (isFormattedByATool(folder)) return;
    expect(generatedFiles(toTree(stdout))).toEqual(generatedFiles(readTree(join(folder, expected))));
    expect(states(toTree(stdout))).toEqual(states(readTree(join(folder, expected))));
  });
});

/** There the bytes on disk are what is tested; a list has only the values. */
const isFormattedByATool = (folder: string): boolean => folder.endsWith('a-stack-formatted-by-a-tool-is-the-same-stack');
