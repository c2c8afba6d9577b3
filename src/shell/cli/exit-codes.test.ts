import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type StoryRepository, storyRepository } from '../checkout/story-repository.ts';
import { EXIT_CODE, type ExitCode } from './exit-code.ts';
import { buildProgram, runCli } from './run-cli.ts';

const projectFile = (path: string): string => readFileSync(join(import.meta.dirname, '../../..', path), 'utf8');
const rows = new Map(
  [...projectFile('docs/reference/exit-codes.md').matchAll(/^\| `([a-z]+)` \| (.+) \| (.+) \|$/gm)].map(([, command = '', , no = '']) => [
    command,
    { no },
  ]),
);
const nowhere = { write: () => undefined };
const { commands } = buildProgram(
  { stdin: Readable.from([]), stdout: nowhere, stderr: nowhere, environment: {}, workingDirectory: '/' },
  () => undefined,
);

/** Command lines, in a repository with a package that has a history of traffic, by how they end. Those that end with 0 change nothing. */
const DONE: Readonly<Record<string, readonly string[]>> = {
  render: ['render --check apps', 'render --hook apps'],
  validate: ['validate apps'],
  init: ['init fresh'],
  import: ['import dump.yaml --output imported'],
  plan: ['plan apps/shop --live nothing.json'],
  traffic: ['traffic apps/shop', 'traffic apps/shop v1 10 --dry-run'],
  sync: ['sync --once --dry-run --name eu-1 --repository file://FOLDER --branch main --path apps --cache ../clones --live nothing.json'],
  status: ['status apps/shop --live nothing.json'],
  history: ['history'],
  rollback: ['rollback apps/shop --dry-run'],
  hold: ['hold apps/shop --dry-run'],
  resume: ['resume apps/shop'],
  adopt: ['adopt apps/shop'],
  remove: ['remove apps/shop --dry-run'],
  restore: ['restore apps/shop --dry-run'],
  promote: ['promote clusters --from dev --to beta --dry-run'],
  freeze: ['freeze sale --dry-run'],
  unfreeze: ['unfreeze'],
  simulate: ['simulate apps/shop --for 1m'],
  fn: ['fn < empty.yaml'],
  completion: ['completion bash'],
};
const NO: Readonly<Record<string, readonly string[]>> = {
  render: ['render missing', 'render --check stale', 'render --hook stale'],
  validate: ['validate broken'],
  init: ['init apps/shop'],
  import: ['import missing.json --output imported-too'],
  plan: ['plan broken --live nothing.json'],
  traffic: ['traffic broken v1 10', 'traffic apps/shop v1 10 --check'],
  sync: [
    'sync --once --config missing.yaml',
    'sync --once --name eu-1 --repository file://FOLDER/missing --branch main --cache ../clones --live nothing.json',
  ],
  status: ['status apps/shop --live missing.json', 'status apps/shop --live nothing.json --revision HEAD~1 --wait --timeout 1ms'],
  history: ['history --revision missing'],
  rollback: ['rollback missing'],
  hold: ['hold missing'],
  resume: ['resume missing'],
  adopt: ['adopt missing'],
  remove: ['remove missing'],
  restore: ['restore missing'],
  promote: ['promote clusters --from dev --to missing'],
  freeze: ['freeze sale --push'],
  unfreeze: ['unfreeze --file frozen.yaml --push'],
  simulate: ['simulate broken'],
  fn: ['fn < broken.yaml'],
};

let place: StoryRepository;
beforeAll(async () => {
  place = await storyRepository(projectFile('fixtures/git-stories/rollback-at-once/before.yaml'));
  await ended('init stale');
  await ended('init broken');
  for (const cluster of ['dev', 'beta']) await ended(`init clusters/${cluster}/shop`);
  await ended('render clusters');
  const files = {
    'broken/stackset.yaml': 'apiVersion: zalando.org/v1\nkind: StackSet\nmetadata: {name: broken}\nspec: {replcias: 1}\n',
    'frozen.yaml': 'apiVersion: stackset-gitops.dev/v1alpha1\nkind: Freeze\nmetadata: {name: sale}\nspec: {reason: sale}\n',
    'nothing.json': '[]',
    'dump.yaml': projectFile('fixtures/import/two-stacks-and-their-traffic/dump.yaml'),
    'empty.yaml': 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n',
    'broken.yaml': '{',
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(place.folder, path), text);
}, 120_000);
afterAll(() => place.remove());

/** A command line's exit code, and what it said, for where it is another than is expected. */
async function ended(line: string): Promise<{ readonly line: string; readonly exitCode: ExitCode; readonly said: string }> {
  const [words = '', input] = line.split(' < ');
  let said = '';
  const output = { write: (text: string) => (said += text) };
  const exitCode = await runCli(words.replaceAll('FOLDER', place.folder).split(' '), {
    stdin: Readable.from(input === undefined ? [] : [readFileSync(join(place.folder, input), 'utf8')]),
    stdout: output,
    stderr: output,
    environment: place.environment,
    workingDirectory: place.folder,
  });
  return { line, exitCode, said };
}

test('the reference has a line for every command, and for nothing else', () => {
  expect([...rows.keys()].sort()).toEqual(commands.map((command) => command.name()).sort());
});

test('every command that can say no is tried, and the others never do', () => {
  const never = [...rows].filter(([, { no }]) => no === 'never').map(([command]) => command);
  expect(commands.map((command) => command.name()).filter((name) => !(name in NO))).toEqual(never);
});

test.for(commands.map((command) => command.name()))('%s', { timeout: 120_000 }, async (name) => {
  expect(await ended(`${name} --no-such-option`)).toMatchObject({ exitCode: EXIT_CODE.wrongUse });
  for (const line of NO[name] ?? []) expect(await ended(line)).toEqual({ line, exitCode: EXIT_CODE.no, said: expect.any(String) });
  const done = DONE[name] ?? [];
  expect(done).not.toHaveLength(0);
  for (const line of done) expect(await ended(line)).toEqual({ line, exitCode: EXIT_CODE.done, said: expect.any(String) });
});
