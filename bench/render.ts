// What a render costs, as multiples of the same objects' bare JSON round trip measured in the same run. Run: npm run bench
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseYaml } from '../src/shell/yaml/read.ts';
import { exampleStackSet } from './example-stack-set.ts';

const STACK_SETS = Number(process.env.STACKSETS ?? 1000);
const STACKS = 4;
const ROUNDS = 5;
const program = fileURLToPath(new URL('../dist/stackset.mjs', import.meta.url));
const clusterDomains =
  'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata:\n  name: bench\nspec:\n  clusterDomains: [cluster.example.org]\n';

/** Runs the bundled program; seconds of the whole process by the wall clock. */
function measureSeconds(folder: string, ...argv: readonly string[]): number {
  const start = process.hrtime.bigint();
  run(folder, [program, ...argv]);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** The same, for its peak memory in MB, which the process itself says when it exits. */
function measureMemory(folder: string, ...argv: readonly string[]): number {
  const report = fileURLToPath(new URL('report-peak-memory.cjs', import.meta.url));
  return Number(/^peak (\d+)$/m.exec(run(folder, ['--require', report, program, ...argv]))?.[1]) / 1024;
}

function run(folder: string, argv: readonly string[]): string {
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${argv.join(' ')} failed: ${stderr}`);
  return stderr;
}

const nameOf = (index: number): string => `shop-${String(index).padStart(4, '0')}`;
const stackSetFile = (folder: string, index: number): string => join(folder, 'apps', nameOf(index), 'stackset.yaml');

const kustomizationFile = (folder: string, index: number): string =>
  join(stackSetFile(folder, index), '..', 'stacks', 'kustomization.yaml');

/** The median of several rounds, in seconds. */
function rounds(what: string, once: (round: number) => number): number {
  const results = Array.from({ length: ROUNDS }, (_, round) => {
    progress(`${what}, round ${round + 1} of ${ROUNDS} …`);
    return once(round);
  });
  return median(results);
}

function writeVersion(folder: string, version: string, count: number): void {
  for (let index = 0; index < count; index++) {
    mkdirSync(join(stackSetFile(folder, index), '..'), { recursive: true });
    writeFileSync(stackSetFile(folder, index), exampleStackSet(index, version));
  }
}

function readObjects(folder: string): unknown[] {
  return readdirSync(join(folder, 'apps')).flatMap((name) => {
    const stacks = join(folder, 'apps', name, 'stacks');
    return readdirSync(stacks).flatMap((file) => parseYaml(readFileSync(join(stacks, file), 'utf8')).documents.map(({ value }) => value));
  });
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function roundTrip(objects: readonly unknown[]): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint();
    for (const object of objects) JSON.parse(JSON.stringify(object));
    return Number(process.hrtime.bigint() - start) / 1e9;
  });
  return median(times);
}

const progress = (text: string): boolean => process.stderr.write(`${text}\n`);
/** In memory where the system has a folder for that: the speed of a disk, and who else writes to it, is not ours to measure. */
const base = process.env.BENCH_FOLDER ?? ['/dev/shm', tmpdir()].find((path) => existsSync(path)) ?? '.';
const folder = mkdtempSync(join(base, 'stackset-bench-'));
try {
  progress(`writing ${STACK_SETS} StackSets of ${STACKS} stacks below ${base} …`);
  mkdirSync(join(folder, '.git'));
  mkdirSync(join(folder, 'apps'));
  writeFileSync(join(folder, 'render-config.yaml'), clusterDomains);
  for (let version = 1; version < STACKS; version++) {
    writeVersion(folder, `v${version}`, STACK_SETS);
    measureSeconds(folder, 'render', '--quiet');
  }
  const before = Array.from({ length: STACK_SETS }, (_, index) => readFileSync(kustomizationFile(folder, index), 'utf8'));
  const addVersion = (): void => {
    for (const [index, kustomization] of before.entries()) {
      writeFileSync(kustomizationFile(folder, index), kustomization);
      rmSync(join(kustomizationFile(folder, index), '..', `${nameOf(index)}-v${STACKS}.yaml`), { force: true });
    }
    writeVersion(folder, `v${STACKS}`, STACK_SETS);
  };
  const added = rounds('adding a version to all', () => {
    addVersion();
    return measureSeconds(folder, 'render', '--quiet');
  });
  addVersion();
  const memory = measureMemory(folder, 'render', '--quiet');
  const objects = readObjects(folder);
  const changed = rounds('changing one of them', (round) => {
    writeFileSync(stackSetFile(folder, 0), exampleStackSet(0, `w${round}`));
    return measureSeconds(folder, 'render', '--quiet');
  });
  const bare = roundTrip(objects);
  const small = join(folder, 'apps', 'shop-0001');
  const check = median(Array.from({ length: ROUNDS * 4 }, () => measureSeconds(small, 'render', '--check')));
  const idle = median(Array.from({ length: ROUNDS * 4 }, startNode));
  report({ count: objects.length, bare, added, changed, memory, start: check / idle });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds that node needs to start and do nothing. */
function startNode(): number {
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, ['-e', '0']);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

interface Figures {
  readonly count: number;
  readonly bare: number;
  readonly added: number;
  readonly changed: number;
  readonly memory: number;
  readonly start: number;
}

function report({ count, bare, added, changed, memory, start }: Figures): void {
  const rows: readonly (readonly [string, string, string])[] = [
    ['objects', String(count), ''],
    ['bare JSON round trip of them', `${bare.toFixed(3)} s`, ''],
    ['a version added to all', `${added.toFixed(3)} s`, `${(added / bare).toFixed(2)} round trips (at most 5)`],
    ['objects per second, a version added', String(Math.round(count / added)), ''],
    ['one of them changed', `${changed.toFixed(3)} s`, `${(changed / bare).toFixed(2)} round trips (at most 2.5)`],
    ['peak memory', `${Math.round(memory)} MB`, '(at most 300 MB)'],
    ['render --check of one small package', '', `${start.toFixed(2)} starts of node (at most 2)`],
  ];
  for (const [what, figure, ratio] of rows) process.stdout.write(`${what.padEnd(38)}${figure.padStart(10)}  ${ratio}\n`);
}
