import { join } from 'node:path';
import { stackFile, stateFile } from '../../core/layout/generated-files.ts';
import { hasErrors } from '../../core/model/problem.ts';
import type { StackSetState } from '../../core/model/state.ts';
import type { MemoryTree } from '../files/memory-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { pathsFrom } from '../problem/relative-path.ts';
import { relativeProblem } from '../problem/relative-problem.ts';
import { emitDocument } from '../yaml/emit.ts';
import { fileProblem } from './file-problem.ts';
import { companions } from './header.ts';
import { type Member, ownStackFiles } from './member.ts';
import { planTree } from './plan-render.ts';
import { readText } from './read-file.ts';
import { readPackageTree } from './read-package-tree.ts';
import type { PackageTree } from './read-tree.ts';
import { stackWithWeight } from './remove-orphans.ts';
import type { FileChange, PackageOptions, RenderOptions, RenderPlan } from './render-plan.ts';
import type { GeneratedEntry } from './sources.ts';

/** What was decided for the StackSets of a package. */
export interface DecidedPackage {
  /** Their next states, by their names; those that are not named keep the one they have. */
  readonly states: ReadonlyMap<string, StackSetState>;
  /** Names of stacks that leave, with all of their files. */
  readonly removedStacks: readonly string[];
  /** Names of StackSets of which everything that was generated leaves, the state included, whatever traffic they have. */
  readonly leaving: readonly string[];
}

export type OverlayOptions = PackageOptions & Pick<RenderOptions, 'allowRemoval'> & { readonly files: MemoryTree };

/**
 * Plans what a package becomes by decisions: its states, the files of removed stacks, and all that a render changes for it, as one set of
 * changes. Where the result would not be valid, `problems` says why and there is no change.
 * @throws where a decision is about a StackSet that the package does not have, or that cannot be rendered
 */
export function renderOverlay(options: OverlayOptions, decided: DecidedPackage): RenderPlan {
  const { files, allowRemoval, workingDirectory } = options;
  const tree = readPackageTree(options);
  const removed = tree.members.flatMap((member) => removedFiles(tree, member, decided));
  const refused = removed.filter(({ header }) => (header.weight ?? 0) > 0 && !allowRemoval);
  const edits = new Map<string, string | undefined>([
    ...stateFiles(tree, decided),
    ...removed.flatMap(({ paths }) => paths).map((path) => [path, undefined] as const),
  ]);
  const plan = planWithout(decided.leaving, readPackageTree({ ...options, files: files.with(edits) }), allowRemoval);
  const own = [...refused.map(({ problem }) => problem), ...takenPaths(files, edits.keys())];
  const problems = [...own.map((problem) => relativeProblem(problem, workingDirectory)), ...plan.problems];
  const relative = pathsFrom(workingDirectory);
  const wanted = new Map([...edits].map(([path, text]) => [relative(path), text]));
  for (const change of plan.changes) wanted.set(change.path, change.action === 'remove' ? undefined : change.after);
  const changes = [...wanted].flatMap(([path, text]) => fileChange(files, join(workingDirectory, path), path, text));
  return { ...plan, problems, changes: hasErrors(problems) ? [] : changes };
}

interface RemovedFile extends Pick<GeneratedEntry, 'header'> {
  readonly paths: readonly string[];
  /** What is wrong with removing it while it has weight. */
  readonly problem: LocatedProblem;
}

function removedFiles({ folders }: PackageTree, member: Member, { removedStacks }: DecidedPackage): readonly RemovedFile[] {
  const entries = ownStackFiles(member, folders.get(member.output)?.generated.values() ?? []);
  return entries
    .filter(({ name }) => removedStacks.some((stack) => name === stackFile(stack)))
    .map((entry) => ({
      header: entry.header,
      paths: [entry.name, ...companions(entry.header)].map((name) => join(member.output, name)),
      problem: stackWithWeight(entry, member.output),
    }));
}

function stateFiles({ members }: PackageTree, { states }: DecidedPackage): readonly (readonly [path: string, text: string])[] {
  return [...states].map(([name, state]) => {
    const member = members.find(({ stackSet }) => stackSet.metadata.name === name);
    if (!member) throw new Error(`there is no StackSet ${name} to write a state of`);
    return [join(member.output, stateFile(name)), emitDocument(state)];
  });
}

/** A state is a file or is not there yet; what else has its name is a person's, and stays. */
function takenPaths(files: MemoryTree, paths: Iterable<string>): readonly LocatedProblem[] {
  const remedy = 'Move it to another name or folder; files of this name are generated.';
  return [...paths]
    .filter((path) => !['file', undefined].includes(files.kindOf(path)))
    .map((path) => fileProblem(path, 'error', 'FileNotGenerated', 'a folder or a symbolic link is where a generated file belongs', remedy));
}

/** A render as if some StackSets were gone. */
function planWithout(names: readonly string[], tree: PackageTree, allowRemoval: boolean): RenderPlan {
  const isLeaving = ({ stackSet }: Member): boolean => names.includes(stackSet.metadata.name);
  const [leaving, members] = [tree.members.filter(isLeaving), tree.members.filter((member) => !isLeaving(member))];
  return planTree({ ...tree, members }, { allowRemoval, leaving });
}

function fileChange(files: MemoryTree, absolute: string, path: string, after: string | undefined): readonly FileChange[] {
  const isThere = files.kindOf(absolute) === 'file';
  const before = isThere ? readText(files, absolute) : '';
  if (after === undefined) return isThere ? [{ action: 'remove', path, before }] : [];
  if (!isThere) return [{ action: 'create', path, before, after }];
  return before === after ? [] : [{ action: 'update', path, before, after }];
}
