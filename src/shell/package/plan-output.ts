import { join } from 'node:path';
import { checkPackage } from '../../core/checks/check-package.ts';
import { appliedFiles, buildKustomization, KUSTOMIZATION_FILE } from '../../core/layout/generated-files.ts';
import { isLeaving } from '../../core/lifecycle/leaving.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { pathsFrom } from '../problem/relative-path.ts';
import { emitDocument } from '../yaml/emit.ts';
import { kustomizationHeader } from './file-headers.ts';
import { fileProblem } from './file-problem.ts';
import { companions } from './header.ts';
import { isStackFile, locateInMember, type Member } from './member.ts';
import { OutputFolder } from './output-folder.ts';
import { packageOf } from './outputs-of.ts';
import { planStackSet, type StackSetPlan } from './plan-stack-set.ts';
import { readState } from './read-state.ts';
import { type OutputContext, removeOrphans } from './remove-orphans.ts';
import { packagePath } from './render-input.ts';
import type { GeneratedEntry } from './sources.ts';

export interface OutputPlan {
  readonly output: OutputFolder;
  readonly stackSets: readonly StackSetPlan[];
}

/** Plans all files of one output folder: those of its StackSets, the kustomization, and what is to leave. */
export function planOutput(path: string, members: readonly Member[], context: OutputContext): OutputPlan {
  const sources = context.folders.get(path);
  const output = new OutputFolder(context.files, path, sources);
  const stackSets = members.map((member) => {
    const { found, problems } = readState(member, sources);
    output.problems.push(...problems);
    return planStackSet(member, found, output, context);
  });
  output.problems.push(...nameProblems(stackSets, output), ...sharedOutput(output, members, context));
  removeOrphans(output, members, sources, context);
  planKustomization(output, [...members, ...context.leaving.filter((member) => member.output === path)]);
  return { output, stackSets };
}

/** Names that two StackSets claim: of objects within a namespace, else of files, for which a namespace makes no difference. */
function nameProblems(stackSets: readonly StackSetPlan[], output: OutputFolder): readonly LocatedProblem[] {
  const claims = stackSets.map(({ member, stacks }) => ({ ...member, stackNames: stacks.map(({ name }) => name) }));
  const found = checkPackage(claims).flatMap(({ index, problem }) =>
    stackSets.slice(index, index + 1).map(({ member }) => locateInMember(member, problem)),
  );
  if (found.length > 0) return found;
  const message = 'two StackSets of different namespaces would both write this file';
  const remedy = 'Put them into folders of their own, or give each package another output in its RenderConfig.';
  return output.takenTwice.map((name) => fileProblem(join(output.path, name), 'error', 'FileTaken', message, remedy));
}

/**
 * An output folder of packages in several folders, as with `output: shop/stacks` beside `shop/stackset.yaml`: rendered alone, each would
 * write the kustomization another way.
 */
function sharedOutput(
  output: OutputFolder,
  members: readonly Member[],
  { isScanned, workingDirectory }: OutputContext,
): readonly LocatedProblem[] {
  const elsewhere = output.generated.filter(isStackFile).map((entry) => packageOf(output.path, entry));
  const [first, second] = new Set([...members.map(({ folder }) => folder), ...elsewhere.filter((folder) => !isScanned(folder))]);
  if (members.length === 0 || first === undefined || second === undefined) return [];
  const path = pathsFrom(workingDirectory);
  const message = `the packages ${path(first)} and ${path(second)} both write into this folder`;
  return [fileProblem(output.path, 'error', 'OutputShared', message, 'Give one of them another output in its RenderConfig.')];
}

/**
 * Lists what will be there; where nothing of the folder was this render's to plan, it stays as it is. Once a StackSet that leaves is gone
 * it lists nothing: GitOps tools prune what an empty kustomization leaves out, and refuse to where the folder itself is gone.
 */
function planKustomization(output: OutputFolder, members: readonly Member[]): void {
  const entry = output.entry(KUSTOMIZATION_FILE);
  if (members.length === 0 && output.changes.length === 0) {
    if (entry) output.keep(KUSTOMIZATION_FILE);
    return;
  }
  const others = output.generated.filter(({ name }) => name !== KUSTOMIZATION_FILE && !output.has(name) && !leaves(output, name));
  const files = [...output.names, ...others.flatMap(({ name, header }) => [name, ...companions(header)])];
  const owners = [...members.map(({ stackSet }) => stackSet.metadata.name), ...others.map(({ header }) => header.stackset)];
  if (files.length > 0 || (entry && members.some(({ stackSet }) => isLeaving(stackSet)))) {
    const areApplied = members.some(({ config }) => config.applyStacks);
    const kustomization = buildKustomization(appliedFiles(files, areApplied));
    output.writeDerived(KUSTOMIZATION_FILE, kustomizationHeader(owners, packagePathOf(members, others)), emitDocument(kustomization));
  } else if (entry) output.remove(KUSTOMIZATION_FILE);
}

/** All that writes into a folder is of one package, in the order of whom to ask. */
function packagePathOf([member]: readonly Member[], [other]: readonly GeneratedEntry[]): string {
  return member ? packagePath(member) : (other?.header.package ?? '..');
}

const leaves = (output: OutputFolder, name: string): boolean =>
  output.changes.some(({ action, path }) => action === 'remove' && path === join(output.path, name));
