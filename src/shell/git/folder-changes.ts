import { checkPath } from './literal-paths.ts';
import { PathTakenError } from './path-taken-error.ts';
import type { FileChange } from './repository.ts';
import { storedName } from './tree-entries.ts';

/** What becomes of a name in a folder: a file's new content (by id), its removal, or changes below it. */
export type NameChange =
  | { readonly kind: 'write'; readonly path: string; readonly oid: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'below'; readonly path: string; readonly changes: FolderChanges };

/** By stored name. */
export type FolderChanges = ReadonlyMap<string, NameChange>;

interface OpenFolder {
  readonly kind: 'below';
  readonly path: string;
  readonly changes: Map<string, NameChange | OpenFolder>;
}

function folderAt(root: OpenFolder, names: readonly string[]): OpenFolder {
  let folder = root;
  for (const name of names) {
    const path = folder.path === '' ? name : `${folder.path}/${name}`;
    const known = folder.changes.get(storedName(name)) ?? { kind: 'below', path, changes: new Map() };
    if (known.kind !== 'below') throw new PathTakenError(path, `${path} cannot be a file and a folder.`);
    folder.changes.set(storedName(name), known);
    folder = known as OpenFolder;
  }
  return folder;
}

/** Sorts changes by folder. `ids` are those of the contents, by path. Throws for paths that no tree can have, or that say two things. */
export function groupChanges(changes: readonly FileChange[], ids: ReadonlyMap<string, string>): FolderChanges {
  const root: OpenFolder = { kind: 'below', path: '', changes: new Map() };
  for (const { path } of changes) {
    checkPath(path);
    const names = path.split('/');
    const name = storedName(names.pop() ?? '');
    const folder = folderAt(root, names);
    if (folder.changes.has(name)) throw new PathTakenError(path, `${path} is changed twice, or is a file and a folder.`);
    const oid = ids.get(path);
    folder.changes.set(name, oid === undefined ? { kind: 'remove', path } : { kind: 'write', path, oid });
  }
  return root.changes;
}
