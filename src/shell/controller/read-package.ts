import { join, relative } from 'node:path/posix';
import { stateFile } from '../../core/layout/generated-files.ts';
import { referenceTo } from '../../core/model/kubernetes.ts';
import type { MemoryTree } from '../files/memory-tree.ts';
import { planRender } from '../package/plan-render.ts';
import { type GitPackage, readPackages } from '../package/read-packages.ts';
import type { RenderPlan } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { Standing, TrackedPackage, TrackedStackSet } from './tracked-package.ts';

/** A package without what history says of it. */
export type PackageContent = Pick<TrackedPackage, 'unreadable' | 'standing'> & {
  readonly stackSets: readonly Omit<TrackedStackSet, 'provenance'>[];
};

/** What a render reports of a state that a decision makes good: a revert that came too late, a merge that mixed two decisions. */
const REPAIRABLE: ReadonlySet<string> = new Set(['ScaledDownStackWithWeight', 'StateWeightsUneven', 'StateStackRepeated']);

/** What it reports where a person took a stack out on purpose. */
const REMOVAL = 'StackWithWeightMissing';

/**
 * Reads one package from its files, and renders it to see whether it is as it should be. undefined where the folder holds nothing of ours.
 * @param tree the package's files and the settings above it, with their contents
 */
export async function readPackage(folder: string, tree: MemoryTree): Promise<PackageContent | undefined> {
  const options = { files: tree, directories: [join('/', folder)], workingDirectory: '/' };
  const reading = readPackages(options);
  const judged = await judge(await planRender({ ...options, allowRemoval: false }), () => planRender({ ...options, allowRemoval: true }));
  const unreadable = reading.invalid.map(({ stackSet: { metadata }, problems }) => ({
    namespace: textOf(metadata?.namespace),
    name: textOf(metadata?.name) ?? '',
    problems,
  }));
  const stackSets = reading.packages.map((found) => ({ ...place(folder, found), found, removalAllowed: judged.removalAllowed }));
  const isOurs = stackSets.length > 0 || unreadable.length > 0 || judged.standing.kind !== 'current';
  return isOurs ? { stackSets, unreadable, standing: judged.standing } : undefined;
}

/** What cannot be read may have anything as its name. */
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function place(folder: string, { stackSet, output, locate }: GitPackage): Pick<TrackedStackSet, 'id' | 'file' | 'stateFile'> {
  const { name, namespace = '' } = stackSet.metadata;
  const nowhere = { severity: 'warning', reason: '', object: referenceTo(stackSet), path: [], message: '', remedy: '' } as const;
  return {
    id: [folder, namespace, name].join(':'),
    file: relative('/', locate(nowhere).file ?? join('/', folder)),
    stateFile: relative('/', join(output, stateFile(name))),
  };
}

interface Judgement {
  readonly standing: Standing;
  readonly removalAllowed: boolean;
}

async function judge(plan: RenderPlan, allowingRemoval: () => Promise<RenderPlan>): Promise<Judgement> {
  const faults = plan.problems.filter(isFault);
  if (faults.length === 0) return { standing: standingOf(plan), removalAllowed: false };
  if (faults.every(({ reason }) => reason === REMOVAL)) {
    // The stack's other files must have left with it: else the file was lost, and nobody meant to remove it.
    const allowed = await allowingRemoval();
    const standing = standingOf(allowed);
    if (!allowed.problems.some(isFault) && standing.kind !== 'stale') return { standing, removalAllowed: true };
  }
  return { standing: { kind: 'invalid', problems: plan.problems.filter(({ severity }) => severity === 'error') }, removalAllowed: false };
}

const isFault = ({ severity, reason }: LocatedProblem): boolean => severity === 'error' && !REPAIRABLE.has(reason);

function standingOf({ problems, changes }: RenderPlan): Standing {
  if (problems.some(({ severity }) => severity === 'error')) return { kind: 'repairable' };
  return changes.length > 0 ? { kind: 'stale', changes } : { kind: 'current' };
}
