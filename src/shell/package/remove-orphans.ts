import { join } from 'node:path';
import { KUSTOMIZATION_FILE, stackFile, stateFile } from '../../core/layout/generated-files.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { fileProblem } from './file-problem.ts';
import { companions } from './header.ts';
import { isOwn, isStackFile, type Member } from './member.ts';
import type { OutputFolder } from './output-folder.ts';
import { packageOf } from './outputs-of.ts';
import type { PackageTree } from './read-tree.ts';
import type { FolderSources, GeneratedEntry } from './sources.ts';
import type { StackFileContext } from './stack-files.ts';

export interface OutputContext extends StackFileContext, Pick<PackageTree, 'isScanned' | 'workingDirectory'> {
  /** Whether a file's StackSet is there, but left to another controller or not fit to be rendered. */
  readonly isForeign: (entry: GeneratedEntry) => boolean;
  /** Whether its StackSet was taken out of the tree, because it is to leave whatever traffic it has. */
  readonly isTakenOut: (entry: GeneratedEntry) => boolean;
  /** Those that were. */
  readonly leaving: readonly Member[];
}

/** Generated files that no StackSet stands behind any more leave; a stack with weight only where that was asked for. */
export function removeOrphans(
  output: OutputFolder,
  members: readonly Member[],
  sources: FolderSources | undefined,
  context: OutputContext,
): void {
  const orphans = output.generated.filter((entry) => isOrphan(entry, output, members, context));
  for (const entry of orphans) removeOrphan(entry, output, context);
  const present = members.map(({ stackSet }) => stateFile(stackSet.metadata.name));
  const states = new Set(orphans.map(({ header }) => stateFile(header.stackset)));
  for (const state of states) if (sources?.others.includes(state) && !present.includes(state)) output.remove(state);
}

/** A copy of a file that stays is no stack of its own, and leaves without its weight or its companions being asked about. */
function removeOrphan(entry: GeneratedEntry, output: OutputFolder, { allowRemoval, isTakenOut }: OutputContext): void {
  const { name, header } = entry;
  if (output.has(stackFile(header.stack ?? ''))) output.remove(name);
  else if ((header.weight ?? 0) > 0 && !allowRemoval && !isTakenOut(entry)) output.problems.push(withoutStackSet(entry, output.path));
  else for (const leaving of [name, ...companions(header)]) output.remove(leaving);
}

/** A stack of a StackSet that is there stays, also where its file could not be planned for a problem. */
function isOrphan(entry: GeneratedEntry, output: OutputFolder, members: readonly Member[], context: OutputContext): boolean {
  if (entry.name === KUSTOMIZATION_FILE || output.has(entry.name) || context.isForeign(entry)) return false;
  if (isStackFile(entry) && members.some((member) => isOwn(member, entry.header))) return false;
  return context.isScanned(packageOf(output.path, entry));
}

const withoutStackSet = (entry: GeneratedEntry, folder: string): LocatedProblem =>
  withWeightRemoved(
    entry,
    folder,
    `its StackSet ${entry.header.stackset} is gone: it would be removed`,
    'Bring the StackSet back, or say --allow-removal.',
  );

/** A stack whose routes in Git give it traffic, and that is to leave all the same. */
export const stackWithWeight = (entry: GeneratedEntry, folder: string): LocatedProblem =>
  withWeightRemoved(entry, folder, 'it would be removed', 'Take its traffic away first.');

function withWeightRemoved({ name, header }: GeneratedEntry, folder: string, what: string, remedy: string): LocatedProblem {
  const message = `${header.stack} has ${header.weight} % of the traffic, and ${what}`;
  return fileProblem(join(folder, name), 'error', 'StackWithWeightRemoved', message, remedy);
}
