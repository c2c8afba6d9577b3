import { join, relative } from 'node:path/posix';
import { stateFile } from '../../core/layout/generated-files.ts';
import { referenceTo } from '../../core/model/kubernetes.ts';
import { isRepairable } from '../../core/sync/damage.ts';
import type { MemoryTree } from '../files/memory-tree.ts';
import { planTree } from '../package/plan-render.ts';
import { readPackageTree } from '../package/read-package-tree.ts';
import { type GitPackage, packagesOf } from '../package/read-packages.ts';
import type { RenderPlan } from '../package/render-plan.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { type Standing, stackSetId, type TrackedPackage, type TrackedStackSet } from './tracked-package.ts';

/** A package without what history says of it. */
export type PackageContent = Pick<TrackedPackage, 'unreadable' | 'standing'> & {
  readonly stackSets: readonly Omit<TrackedStackSet, 'provenance'>[];
};

/** What a render reports where a person took a stack out on purpose. */
const REMOVAL = 'StackWithWeightMissing';

/**
 * Reads one package from its files, and renders it to see whether it is as it should be. undefined where the folder holds nothing of ours.
 * @param files the package's and the settings above it, with their contents
 */
export function assessPackage(folder: string, files: MemoryTree): PackageContent | undefined {
  const tree = readPackageTree({ files, folder: join('/', folder), workingDirectory: '/' });
  const reading = packagesOf(tree);
  const judged = judge((allowRemoval) => planTree(tree, { allowRemoval }));
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
  const { name, namespace } = stackSet.metadata;
  const nowhere = { severity: 'warning', reason: '', object: referenceTo(stackSet), path: [], message: '', remedy: '' } as const;
  return {
    id: stackSetId(folder, namespace, name),
    file: relative('/', locate(nowhere).file ?? join('/', folder)),
    stateFile: relative('/', join(output, stateFile(name))),
  };
}

interface Judgement {
  readonly standing: Standing;
  readonly removalAllowed: boolean;
}

function judge(plan: (allowRemoval: boolean) => RenderPlan): Judgement {
  const { problems, ...rest } = plan(false);
  const faults = problems.filter(isFault);
  if (faults.length === 0) return { standing: standingOf({ problems, ...rest }), removalAllowed: false };
  if (faults.every(({ reason }) => reason === REMOVAL)) {
    // The stack's other files must have left with it: else the file was lost, and nobody meant to remove it.
    const allowed = plan(true);
    const standing = standingOf(allowed);
    if (!allowed.problems.some(isFault) && standing.kind !== 'stale') return { standing, removalAllowed: true };
  }
  return { standing: { kind: 'invalid', problems: problems.filter(({ severity }) => severity === 'error') }, removalAllowed: false };
}

const isFault = (problem: LocatedProblem): boolean => problem.severity === 'error' && !isRepairable(problem);

function standingOf({ problems, changes }: RenderPlan): Standing {
  if (problems.some(({ severity }) => severity === 'error')) return { kind: 'repairable' };
  return changes.length > 0 ? { kind: 'stale', changes } : { kind: 'current' };
}
