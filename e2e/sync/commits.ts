import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { StackSetState } from '../../src/core/model/state.ts';
import { parseYaml } from '../../src/shell/yaml/read.ts';
import { STACKSET } from '../harness/built.ts';

const STATE_PATH = 'apps/shop/stacks/shop.state.yaml';

export interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly byController: boolean;
  readonly state: StackSetState | undefined;
}

const git = async (repository: string, ...args: readonly string[]): Promise<string> =>
  (await execa('git', args, { cwd: repository, stripFinalNewline: false })).stdout;

/** The commits of a bare repository's branch, the oldest first, each with the state that it holds. */
export async function readCommits(repository: string, range = 'main'): Promise<readonly Commit[]> {
  const log = await git(repository, 'log', '--reverse', '--topo-order', '--format=%H%x1f%P%x1f%s%x1f%B%x1e', range);
  const records = log.split('\x1e').map((text) => text.trim());
  return Promise.all(
    records
      .filter((record) => record !== '')
      .map(async (record): Promise<Commit> => {
        const [id = '', parents = '', subject = '', body = ''] = record.split('\x1f');
        const byController = /^Sync-Controller: /m.test(body);
        return { id, parents: parents.split(' ').filter(Boolean), subject, body, byController, state: await readState(repository, id) };
      }),
  );
}

/** The state at a revision; undefined where there is none. */
export async function readState(repository: string, revision = 'main'): Promise<StackSetState | undefined> {
  const { exitCode, stdout } = await execa('git', ['show', `${revision}:${STATE_PATH}`], { cwd: repository, reject: false });
  return exitCode === 0 ? (parseYaml(stdout).documents[0]?.value as StackSetState) : undefined;
}

/** Weights of a state by version, those of 0 left out. */
export const weightsIn = (state: StackSetState | undefined): Readonly<Record<string, number>> =>
  Object.fromEntries(
    (state?.spec.stacks ?? []).filter(({ weight }) => weight > 0).map(({ name, weight }) => [name.replace(/^shop-/, ''), weight]),
  );

/**
 * What holds whatever happened. Of every commit: weights that sum to 100. Of every commit of the controller: one parent, no stack removed
 * that had traffic, never empty, and a tree that renders to itself. And that no commit of a person is lost.
 * @param pushed the commits that people have pushed
 * @param folder what is to render to itself
 * @returns what does not hold, a line for each; nothing where all is well
 */
export async function findFaults(
  repository: string,
  workspace: string,
  pushed: readonly string[],
  folder = '.',
): Promise<readonly string[]> {
  const commits = await readCommits(repository);
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const lost = pushed.filter((id) => !byId.has(id)).map((id) => `${id.slice(0, 8)}: was pushed by a person, and is gone`);
  const faults = [...lost, ...commits.flatMap(unevenWeights)];
  const checkout = join(workspace, 'every-commit');
  await rm(checkout, { recursive: true, force: true });
  await execa('git', ['clone', '--quiet', repository, checkout]);
  for (const commit of commits.filter(({ byController }) => byController)) {
    const label = labelOf(commit);
    const parent = byId.get(commit.parents[0] ?? '');
    if (commit.parents.length !== 1) faults.push(`${label}: has ${commit.parents.length} parents`);
    faults.push(...lostStacks(commit, parent).map((name) => `${label}: removes ${name}, which has traffic`));
    if ((await git(repository, 'diff', '--name-only', `${commit.id}^`, commit.id)) === '') faults.push(`${label}: is empty`);
    await git(checkout, 'checkout', '--quiet', '--detach', commit.id);
    const { exitCode, stdout, stderr } = await execa(process.execPath, [STACKSET, 'render', '--check', folder], {
      cwd: checkout,
      reject: false,
    });
    if (exitCode !== 0) faults.push(`${label}: does not render to itself\n${stdout}${stderr}`);
  }
  return faults;
}

const labelOf = ({ id, subject }: Commit): string => `${id.slice(0, 8)} ${subject}`;

function unevenWeights(commit: Commit): readonly string[] {
  const sum = Object.values(weightsIn(commit.state)).reduce((total, weight) => total + weight, 0);
  return commit.state && Math.abs(sum - 100) > 1e-6 ? [`${labelOf(commit)}: weights sum to ${sum}`] : [];
}

/** Where the routes left before, weights are only what the state remembers of them. */
function lostStacks({ state }: Commit, parent: Commit | undefined): readonly string[] {
  if (parent?.state?.spec.drain) return [];
  const kept = new Set(state?.spec.stacks?.map(({ name }) => name));
  const before = parent?.state?.spec.stacks ?? [];
  return before.filter(({ name, weight }) => weight > 0 && !kept.has(name)).map(({ name }) => name);
}
