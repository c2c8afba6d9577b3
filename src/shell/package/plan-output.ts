import { join, resolve } from 'node:path';
import { checkPackage } from '../../core/checks/check-package.ts';
import { buildKustomization, KUSTOMIZATION_FILE, stateFile } from '../../core/layout/generated-files.ts';
import { hasErrors } from '../../core/model/problem.ts';
import type { StackSetState } from '../../core/model/state.ts';
import { checkStateFields } from '../../core/schema/check-state.ts';
import { emitDocument } from '../yaml/emit.ts';
import { kustomizationHeader } from './file-headers.ts';
import { fileProblem, locate } from './file-problem.ts';
import { isOwn, locateInMember, type Member } from './member.ts';
import { OutputFolder } from './output-folder.ts';
import { planStackSet, type StackSetPlan } from './plan-stack-set.ts';
import type { FolderSources, GeneratedEntry } from './sources.ts';
import type { StackFileContext } from './stack-files.ts';

export interface OutputPlan {
  readonly output: OutputFolder;
  readonly stackSets: readonly StackSetPlan[];
}

export interface OutputContext extends StackFileContext {
  /** Whether a folder was looked through, so that a StackSet that is not found there is gone. */
  readonly isScanned: (folder: string) => boolean;
  /** Whether a StackSet of this folder is left to another controller. */
  readonly isForeign: (entry: GeneratedEntry) => boolean;
}

/** Plans all files of one output folder: those of its StackSets, the kustomization, and what is to leave. */
export function planOutput(path: string, members: readonly Member[], context: OutputContext): OutputPlan {
  const sources = context.folders.get(path);
  const output = new OutputFolder(path, sources);
  const stackSets = members.map((member) => planStackSet(member, readState(member, sources, output), output, context));
  const claims = stackSets.map(({ member, stacks }) => ({ ...member, stackNames: stacks.map(({ name }) => name) }));
  for (const { index, problem } of checkPackage(claims)) {
    const member = members[index];
    if (member) output.problems.push(locateInMember(member, problem));
  }
  removeOrphans(output, members, sources, context);
  planKustomization(output, members);
  return { output, stackSets };
}

/** The StackSet's state, where there is one and it is valid. */
function readState(member: Member, sources: FolderSources | undefined, output: OutputFolder): StackSetState | undefined {
  const name = stateFile(member.stackSet.metadata.name);
  const found = sources?.documents.find(({ file, object }) => file === join(output.path, name) && object.kind === 'StackSetState');
  if (!found) return undefined;
  const problems = checkStateFields(found.object);
  output.problems.push(...problems.map((problem) => locate(problem, found.file, found.document)));
  return hasErrors(problems) ? undefined : (found.object as StackSetState);
}

/** Generated files of StackSets that are gone leave, but a stack with weight only where that was asked for. */
function removeOrphans(output: OutputFolder, members: readonly Member[], sources: FolderSources | undefined, context: OutputContext): void {
  const kept = new Set(output.names);
  const orphans = output.generated.filter(
    (entry) =>
      entry.name !== KUSTOMIZATION_FILE &&
      !kept.has(entry.name) &&
      !context.isForeign(entry) &&
      // A stack of a present StackSet stays where its own file could not be planned for a problem.
      !(entry.header.stack !== undefined && members.some((member) => isOwn(member, entry.header))) &&
      context.isScanned(resolve(output.path, entry.header.package || '..')),
  );
  for (const { name, header } of orphans) {
    const file = join(output.path, name);
    if ((header.weight ?? 0) > 0 && !context.allowRemoval) {
      const message = `${header.stack} has ${header.weight} % of the traffic of StackSet ${header.stackset}, which is gone: it would be removed`;
      output.problems.push(
        fileProblem(file, 'error', 'StackWithWeightRemoved', message, 'Bring the StackSet back, or say --allow-removal.'),
      );
      continue;
    }
    for (const leaving of [name, ...(header.with?.split(',') ?? [])]) output.remove(leaving);
  }
  for (const name of new Set(orphans.map(({ header }) => stateFile(header.stackset)))) {
    if (sources?.others.includes(name) && !members.some(({ stackSet }) => stateFile(stackSet.metadata.name) === name)) output.remove(name);
  }
}

function planKustomization(output: OutputFolder, members: readonly Member[]): void {
  const foreign = output.generated.filter(
    ({ name, header }) => header.stackset !== '' && name !== KUSTOMIZATION_FILE && !leaves(output, name),
  );
  const files = [...new Set([...output.names, ...foreign.flatMap(({ name, header }) => [name, ...(header.with?.split(',') ?? [])])])];
  if (files.length === 0) {
    if (output.entry(KUSTOMIZATION_FILE)) output.remove(KUSTOMIZATION_FILE);
    return;
  }
  output.writeDerived(KUSTOMIZATION_FILE, kustomizationHeader(members), emitDocument(buildKustomization(files)));
}

const leaves = (output: OutputFolder, name: string): boolean =>
  output.changes.some(({ action, path }) => action === 'remove' && path === join(output.path, name));
