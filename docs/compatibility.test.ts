import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/** `| tool | version | what was proved | `file`: title of the test |` */
const rows = read('docs/compatibility.md')
  .split('\n')
  .filter((line) => /^\| (?!tool |---)/.test(line))
  .map((line) => {
    const [, tool = '', version = '', , by = ''] = line.split('|').map((cell) => cell.trim());
    const [, file = '', title = ''] = /^`([\w/.-]+)`: (.+)$/.exec(by) ?? [];
    return { tool, version, file, title };
  });

/** Folders of `e2e/engines` whose go.mod pins the tool. */
const PINNED: Readonly<Record<string, string>> = {
  'Argo CD': 'argo-cd',
  'Flux kustomize-controller': 'flux',
  Helm: 'helm',
  Kubernetes: 'kubernetes',
  kpt: 'kpt',
  kubectl: 'kubernetes',
  kustomize: 'kustomize',
  Skipper: 'skipper',
};

/** The version is that of the engine; or the test installs it; or the test compares it with the tool's own answer. */
function isVersionTested({ tool, version, file }: (typeof rows)[number]): boolean {
  const folder = PINNED[tool];
  if (folder === undefined) return [`'${tool}@${version}'`, `testedVersion('${tool}')`].some((mark) => read(file).includes(mark));
  const lines = read(`e2e/engines/${folder}/go.mod`).split('\n');
  return lines.some((line) => line.trim().endsWith(` v${version}`) && !line.includes('=>'));
}

test('the table is read', () => expect(rows.length).toBeGreaterThan(10));

test.for(rows)('$tool: $title', (row) => {
  expect(row).toMatchObject({ tool: expect.stringMatching(/./), version: expect.stringMatching(/^\d/), title: expect.stringMatching(/./) });
  expect(existsSync(`${root}${row.file}`), row.file).toBe(true);
  expect(['.e2e.ts', '.long.ts'].some((end) => row.file.endsWith(end))).toBe(true);
  const text = read(row.file);
  expect(
    ["'", '"', '`'].some((quote) => text.includes(`(${quote}${row.title}${quote}`)),
    `no test "${row.title}"`,
  ).toBe(true);
  expect(isVersionTested(row), `${row.tool} ${row.version} is not what ${row.file} runs`).toBe(true);
});
