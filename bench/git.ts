import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { fillRepository, type RepositorySize } from '../e2e/git/large-repository.ts';
import { openRepository } from '../src/shell/git/open-repository.ts';
import type { CommitId, Repository } from '../src/shell/git/repository.ts';

/**
 * What one change costs in a large repository against a small one: a person's commit is fetched, the package's changed files are found
 * and read, the commit that last touched its state is found, a commit of two files is made and pushed. The server is a repository on
 * this disk, so its own work for a push counts too. Run: npm run bench:git
 */
const SIZES: Readonly<Record<'small' | 'large', RepositorySize>> = {
  small: { files: 10, commits: 10 },
  large: { files: 100_000, commits: 10_000 },
};
const ROUNDS = 25;
const GOAL_RATIO = 2;
const PACKAGE = 'apps/shop';
const FILES = ['stackset.yaml', 'stacks/kustomization.yaml', 'stacks/shop-v1.yaml', 'stacks/shop.state.yaml'].map(
  (file) => `${PACKAGE}/${file}`,
);

const STEPS = ['fetch', 'changedFiles', 'readBlobs', 'lastTouch', 'commit', 'push', 'all'] as const;
type Step = (typeof STEPS)[number];

interface Subject {
  readonly server: string;
  readonly repository: Repository;
  tip: CommitId;
  readonly costs: Map<Step, Cost[]>;
}

/** In milliseconds. */
interface Cost {
  readonly clock: number;
  /** Of this process and all programs that it ran: what other work on the machine does not change. */
  readonly processor: number;
}

const MILLISECONDS_A_TICK = 10;

function processorTime(): number {
  // utime, stime, cutime and cstime in proc(5); the name before them may hold anything.
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field) * MILLISECONDS_A_TICK, 0);
}

async function prepare(folder: string, size: RepositorySize): Promise<Subject> {
  const server = join(folder, 'server.git');
  await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', server]);
  await execa('git', ['config', 'uploadpack.allowFilter', 'true'], { cwd: server });
  await fillRepository(server, size, new Map(FILES.map((file) => [file, `${file}\n`.repeat(50)])));
  const committer = { name: 'bench', email: 'bench@example.org' };
  const repository = await openRepository({ url: `file://${server}`, branch: 'main', cacheFolder: join(folder, 'cache'), committer });
  const begun = performance.now();
  const tip = (await repository.fetch()).branch.tip ?? '';
  console.log(`${size.files} files, ${size.commits} commits: cloned in ${Math.round(performance.now() - begun)} ms`);
  return { server, repository, tip, costs: new Map(STEPS.map((step) => [step, []])) };
}

async function commitByPerson(server: string, round: number): Promise<void> {
  const input = `commit refs/heads/main
committer A Person <person@example.org> ${1_800_000_000 + round} +0000
data 6
Change
from refs/heads/main^0
M 100644 inline ${PACKAGE}/stackset.yaml
data ${String(round).length}
${round}
`;
  await execa('git', ['fast-import', '--quiet'], { cwd: server, input });
}

async function measured<T>(subject: Subject, step: Step, doing: () => Promise<T>): Promise<T> {
  const [clock, processor] = [performance.now(), processorTime()];
  const result = await doing();
  subject.costs.get(step)?.push({ clock: performance.now() - clock, processor: processorTime() - processor });
  return result;
}

async function playRound(subject: Subject, round: number): Promise<void> {
  const { repository, tip: before } = subject;
  await commitByPerson(subject.server, round);
  await measured(subject, 'all', async () => {
    const tip = (await measured(subject, 'fetch', () => repository.fetch())).branch.tip ?? '';
    const changes = await measured(subject, 'changedFiles', () => repository.changedFiles(before, tip, ['apps']));
    const oids = changes.flatMap(({ file }) => (file === undefined ? [] : [file.oid]));
    await measured(subject, 'readBlobs', () => repository.readBlobs(oids));
    await measured(subject, 'lastTouch', () => repository.lastTouch(tip, [`${PACKAGE}/stackset.yaml`]));
    const commit = await measured(subject, 'commit', () =>
      repository.commit({
        parent: tip,
        changes: FILES.slice(2).map((path) => ({ path, content: `${path} ${round}\n`.repeat(50) })),
        message: 'Change',
      }),
    );
    const outcome = await measured(subject, 'push', () => repository.push(commit ?? '', 'main'));
    if (outcome.kind !== 'pushed') throw new Error(outcome.message);
    subject.tip = commit ?? '';
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function meanCost(subject: Subject, step: Step): Cost {
  const costs = subject.costs.get(step) ?? [];
  return { clock: mean(costs.map(({ clock }) => clock)), processor: mean(costs.map(({ processor }) => processor)) };
}

const columns = (cells: readonly string[]): string =>
  cells.map((cell, index) => (index === 0 ? cell.padEnd(14) : cell.padStart(10))).join('');

/** Prints a line for each step; gives the ratio of processor time for all of them. */
function report(small: Subject, large: Subject): number {
  console.log(`\nMean of ${ROUNDS} rounds, in ms of processor time, and by the clock\n`);
  console.log(columns(['', 'small', 'large', 'ratio', 'clock', 'clock', 'ratio']));
  let ratio = 0;
  for (const step of STEPS) {
    const [one, other] = [meanCost(small, step), meanCost(large, step)];
    ratio = other.processor / one.processor;
    const numbers = [one.processor, other.processor, ratio, one.clock, other.clock, other.clock / one.clock];
    console.log(columns([step, ...numbers.map((number) => number.toFixed(number < 10 ? 2 : 0))]));
  }
  return ratio;
}

const folder = await mkdtemp(join(tmpdir(), 'stackset-bench-'));
try {
  const small = await prepare(join(folder, 'small'), SIZES.small);
  const large = await prepare(join(folder, 'large'), SIZES.large);
  for (let round = 0; round < ROUNDS; round++) {
    await playRound(small, round);
    await playRound(large, round);
  }
  const ratio = report(small, large);
  console.log(`\nA change costs ${ratio.toFixed(2)} times as much; the goal is ${GOAL_RATIO}.`);
  process.exitCode = ratio > GOAL_RATIO ? 1 : 0;
  await Promise.all([small.repository.close(), large.repository.close()]);
} finally {
  await rm(folder, { recursive: true, force: true });
}
