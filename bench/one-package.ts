// What a pass over one package of a commit costs: read, rendered, and rendered again with a decision. In a commit of 1,000 packages it must
// cost what it does in one with nothing else. As CPU time, so that other work on the machine does not count. Run: npm run bench:package
import type { StackSetState } from '../src/core/model/state.ts';
import { MemoryTree } from '../src/shell/files/memory-tree.ts';
import { planPackageRender } from '../src/shell/package/plan-render.ts';
import { readPackage } from '../src/shell/package/read-packages.ts';
import { renderOverlay } from '../src/shell/package/render-overlay.ts';
import { exampleStackSet } from './example-stack-set.ts';

const PACKAGES = 1000;
const STACKS = 4;
const ROUNDS = 10;
/** Packages that are worked on in a round: as many as change at once in the largest burst that is measured. */
const BURST = 200;
/** A tree may be larger, but a pass over one package of it may not cost more than noise. */
const MOST = 1.5;

const CONFIG =
  'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata:\n  name: bench\nspec:\n  clusterDomains: [cluster.example.org]\n';
const nameOf = (index: number): string => `shop-${String(index).padStart(4, '0')}`;
const folderOf = (index: number): string => `apps/${nameOf(index)}`;
const options = (files: MemoryTree, index: number) => ({ files, folder: folderOf(index), workingDirectory: '/', allowRemoval: false });

/** Versions are deployed one after another, as people do. */
function deployed(indexes: readonly number[]): MemoryTree {
  let tree = MemoryTree.of([['render-config.yaml', CONFIG]]);
  for (let version = 1; version <= STACKS; version++) {
    tree = tree.with(indexes.map((index) => [`${folderOf(index)}/stackset.yaml`, exampleStackSet(index, `v${version}`)]));
    tree = tree.with(indexes.flatMap((index) => written(tree, index)));
  }
  return tree.with(indexes.flatMap((index) => renderOverlay(options(tree, index), decision(index, 50)).changes.map(asFile)));
}

const written = (tree: MemoryTree, index: number) => planPackageRender(options(tree, index)).changes.map(asFile);
const asFile = (change: ReturnType<typeof renderOverlay>['changes'][number]): readonly [string, Buffer | undefined] => [
  change.path,
  change.action === 'remove' ? undefined : Buffer.from(change.after),
];

/** A switch between the two newest versions. */
function decision(index: number, weight: number): Parameters<typeof renderOverlay>[1] {
  const stack = (version: number, share: number) => ({ name: `${nameOf(index)}-v${version}`, weight: share });
  const state: StackSetState = {
    apiVersion: 'stackset-gitops.dev/v1alpha1',
    kind: 'StackSetState',
    metadata: { name: nameOf(index), namespace: 'default', annotations: { 'config.kubernetes.io/local-config': 'true' } },
    spec: {
      observedStackVersion: `v${STACKS}`,
      segmentOrder: [`${nameOf(index)}-v3`, `${nameOf(index)}-v4`],
      stacks: [stack(1, 0), stack(2, 0), stack(3, 100 - weight), stack(4, weight)],
    },
  };
  return { states: new Map([[nameOf(index), state]]), removedStacks: [], leaving: [] };
}

/** CPU milliseconds of one call of each, in the best of several rounds over many packages, which take turns. */
function measure(calls: readonly ((index: number) => void)[]): readonly number[] {
  const rounds = Array.from({ length: ROUNDS }, () => calls.map(measureRound));
  return calls.map((_, call) => Math.min(...rounds.map((round) => round[call] ?? 0)));
}

function measureRound(once: (index: number) => void): number {
  const start = process.cpuUsage();
  for (let index = 0; index < BURST; index++) once(index);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / BURST;
}

process.stderr.write(`rendering ${PACKAGES} packages of ${STACKS} stacks in memory …\n`);
const all = deployed(Array.from({ length: PACKAGES }, (_, index) => index));
process.stderr.write(`${BURST} packages alone …\n`);
const alone = Array.from({ length: BURST }, (_, index) =>
  MemoryTree.of([
    ['render-config.yaml', CONFIG],
    ...filesBelow(all, `/${folderOf(index)}`).map((path) => [path, all.read(path, Number.POSITIVE_INFINITY) as Buffer] as const),
  ]),
);

function filesBelow(tree: MemoryTree, folder: string): readonly string[] {
  return tree.list(folder).flatMap(({ name, kind }) => (kind === 'folder' ? filesBelow(tree, `${folder}/${name}`) : [`${folder}/${name}`]));
}

const steps: readonly (readonly [what: string, once: (tree: MemoryTree, index: number) => void])[] = [
  ['read', (tree, index) => void readPackage(options(tree, index))],
  ['rendered, nothing changes', (tree, index) => void planPackageRender(options(tree, index))],
  ['a switch of traffic decided', (tree, index) => void renderOverlay(options(tree, index), decision(index, 90))],
];
let failed = false;
for (const [what, once] of steps) {
  const [only = 0, among = 0] = measure([(index) => once(alone[index] as MemoryTree, index), (index) => once(all, index)]);
  const ratio = among / only;
  failed ||= ratio > MOST;
  const cost = `${only.toFixed(3)} ms alone, ${among.toFixed(3)} ms among ${PACKAGES}`;
  process.stdout.write(`${what.padEnd(32)}${cost.padEnd(44)}${ratio.toFixed(2)} times (at most ${MOST})\n`);
}
const [change = 0] = measure([(index) => void all.with([[`${folderOf(index)}/stackset.yaml`, 'x']])]);
process.stdout.write(
  `${'a file of the commit changed'.padEnd(32)}${change.toFixed(3)} ms among ${PACKAGES}: its folder's names are copied\n`,
);
if (failed) process.exitCode = 1;
