import { expect } from 'vitest';
import type { StackSetState } from '../../../core/model/state.ts';
import { MemoryTree } from '../../files/memory-tree.ts';
import { parseHeader } from '../../package/header.ts';
import { planRender } from '../../package/plan-render.ts';
import { parseYaml } from '../../yaml/read.ts';
import { readCommit } from './read-commit.ts';
import type { Rig } from './rig.ts';

interface HistoryCommit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly isController: boolean;
  /** The commit of the sources, where they are on another branch. */
  readonly source: string | undefined;
}

/**
 * What holds of every history that a controller had a part in: it is a line, no commit of a person is lost and none is empty; every
 * commit of the controller renders to itself, has weights that sum to 100, and removes no stack that had traffic.
 * @param people ids of all commits that people made
 */
export async function checkHistory(rig: Rig, people: readonly string[]): Promise<void> {
  const commits = (await Promise.all(rig.branches.map((branch) => readHistory(rig, branch)))).flat();
  const ids = new Set(commits.map(({ id }) => id));
  expect(people.filter((id) => !ids.has(id))).toEqual([]);
  expect(commits.filter(({ parents }) => parents.length > 1)).toEqual([]);
  const read = (commit: string | undefined): Promise<ReadonlyMap<string, string>> =>
    commit === undefined ? Promise.resolve(new Map<string, string>()) : readCommit(rig.server.folder, commit);
  for (const { id, parents, isController, source } of commits) {
    if (!isController) continue;
    const [before, after, sources] = await Promise.all([read(parents[0]), read(id), read(source)]);
    expect(after, `${id} is empty`).not.toEqual(before);
    await checkRender(id, new Map([...sources, ...after]));
    checkWeights(id, after);
    checkRemovals(id, before, after);
  }
}

async function readHistory(rig: Rig, branch: string): Promise<readonly HistoryCommit[]> {
  const trailer = (key: string): string => `%(trailers:key=${key},valueonly,separator=%x20)`;
  const text = await rig.server.git('log', `--format=%H %P|${trailer('Sync-Controller')}|${trailer('Sync-Source')}`, branch);
  return text.split('\n').map((line) => {
    const [ids = '', controller = '', source = ''] = line.split('|');
    const [id = '', ...parents] = ids.trim().split(' ');
    return { id, parents, isController: controller !== '', source: source === '' ? undefined : source };
  });
}

async function checkRender(id: string, files: ReadonlyMap<string, string>): Promise<void> {
  const { changes, problems } = await planRender({
    files: MemoryTree.of(files),
    directories: [],
    workingDirectory: '/',
    allowRemoval: false,
  });
  const found = [...changes.map(({ action, path }) => `${action} ${path}`), ...problems.filter(({ severity }) => severity === 'error')];
  expect(found, `${id} does not render to itself`).toEqual([]);
}

function checkWeights(id: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    if (!path.endsWith('.state.yaml')) continue;
    for (const { value } of parseYaml(text).documents) {
      const { stacks = [] } = (value as StackSetState).spec;
      const sum = stacks.reduce((total, { weight }) => total + weight, 0);
      expect(sum, `the weights in ${path} of ${id}`).toBeCloseTo(100, 6);
    }
  }
}

function checkRemovals(id: string, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
  for (const [path, text] of before) {
    const header = after.has(path) ? undefined : parseHeader(Buffer.from(text))?.header;
    expect(header?.weight ?? 0, `${id} removes ${path}`).toBe(0);
  }
}
