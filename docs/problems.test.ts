import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const filesBelow = (folder: string, end: string): readonly string[] =>
  (readdirSync(`${root}${folder}`, { recursive: true }) as string[])
    .filter((file) => file.endsWith(end))
    .map((file) => `${folder}/${file}`);

const documented = new Map(
  [...read('docs/reference/problems.md').matchAll(/^\| `(\w+)` \| ([a-z, ]+) \|/gm)].map(([, reason = '', severities = '']) => [
    reason,
    severities.split(', '),
  ]),
);

/** Where a problem gets its reason: in a literal, as an argument, or as the kind of a schema's fault. */
const GIVEN = [
  /reason: '(\w+)'/g,
  /(?:stackProblem|fileProblem)\(\s*[^,']+(?:\([^)]*\))?,\s*'(?:error|warning)',\s*'(\w+)'/g,
  /itemError\(\s*\w+,\s*'(\w+)'/g,
  /listProblem\(\s*'(\w+)'/g,
];
const sources = ['src/core', 'src/shell']
  .flatMap((folder) => filesBelow(folder, '.ts'))
  .filter((file) => !file.endsWith('.test.ts') && !file.includes('/compiled/'));
const given = new Set(
  sources.flatMap((file) => GIVEN.flatMap((pattern) => [...read(file).matchAll(pattern)].map(([, reason = '']) => reason))),
);
const faults = [...read('src/core/schema/fault.ts').matchAll(/kind: '(\w+)'/g)].map(([, kind = '']) => kind);
/** Reasons of decisions are no problems: decisions.md lists them, and explain.test.ts holds it complete. */
const ofDecisions = new Set([...read('docs/explanation/decisions.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, reason = '']) => reason));
const reasons = [...new Set([...given, ...faults])].filter((reason) => !ofDecisions.has(reason)).sort();

/** What the checks' golden cases show: `error NameInvalid metadata.name: …`. */
const shown = filesBelow('fixtures/checks', 'errors.txt').flatMap((file) =>
  [...read(file).matchAll(/^(error|warning) (\w+) /gm)].map(([, severity = '', reason = '']) => ({ severity, reason })),
);

test('every reason that a problem has is in the reference, and none that it has not', () => {
  expect(reasons.length).toBeGreaterThan(50);
  expect([...documented.keys()].sort()).toEqual(reasons);
});

test('with every severity that a case shows', () => {
  const missing = shown.filter(({ severity, reason }) => !documented.get(reason)?.includes(severity));
  expect(missing).toEqual([]);
});

test('every reason of the checks has a case, in every severity that the reference names', () => {
  const ofChecks = sources
    .filter((file) => file.includes('/checks/'))
    .flatMap((file) => [...read(file).matchAll(/reason: '(\w+)'/g)].map(([, reason = '']) => reason));
  const wanted = [...new Set(ofChecks)].flatMap((reason) => (documented.get(reason) ?? []).map((severity) => `${severity} ${reason}`));
  const found = new Set(shown.map(({ severity, reason }) => `${severity} ${reason}`));
  expect(wanted.filter((line) => !found.has(line))).toEqual([]);
});
