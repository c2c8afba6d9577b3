import { dirname, resolve } from 'node:path';
import type { Member } from './member.ts';
import type { PackageTree } from './read-tree.ts';
import type { FolderSources, GeneratedEntry } from './sources.ts';

/** Every folder that is written to or was once, in order, with the StackSets that write to it now, by name. */
export function outputsOf({
  members,
  folders,
  isScanned,
}: Pick<PackageTree, 'members' | 'folders' | 'isScanned'>): ReadonlyMap<string, readonly Member[]> {
  const outputs = new Map<string, readonly Member[]>();
  const wasWritten = ({ path, generated }: FolderSources): boolean =>
    [...generated.values()].some((entry) => isScanned(packageOf(path, entry)));
  for (const sources of folders.values()) if (wasWritten(sources)) outputs.set(sources.path, []);
  for (const member of members) outputs.set(member.output, [...(outputs.get(member.output) ?? []), member]);
  const byName = (a: Member, b: Member): number => (a.stackSet.metadata.name < b.stackSet.metadata.name ? -1 : 1);
  return new Map([...outputs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, own]) => [path, own.toSorted(byName)]));
}

/** The folder of the package that a generated file belongs to, by its header; the one above where that says nothing. */
export function packageOf(output: string, { header }: Pick<GeneratedEntry, 'header'>): string {
  const way = header.package || PARENT;
  // By far the most, and asked of every file: `resolve` is slow.
  return way === PARENT ? dirname(output) : resolve(output, way);
}

const PARENT = '..';
