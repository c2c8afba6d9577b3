import type { FolderChanges, NameChange } from './folder-changes.ts';
import { GitError } from './git-error.ts';
import type { ObjectReader } from './object-reader.ts';
import { PathTakenError } from './path-taken-error.ts';
import { EXECUTABLE_MODE, FILE_MODE, FOLDER_MODE, LINK_MODE, parseTree, type TreeEntry } from './tree-entries.ts';
import type { TreeWriter } from './tree-writer.ts';

const KINDS: Readonly<Record<string, string>> = { [FOLDER_MODE]: 'folder', [LINK_MODE]: 'symbolic link' };

function refuse(path: string, { mode }: TreeEntry): never {
  const kind = KINDS[mode] ?? (mode.startsWith('100') ? 'file' : 'submodule');
  throw new PathTakenError(path, `${path} is a ${kind} in the repository, which is left as it is.`);
}

/** Rewrites the folders that change, and only those: what a folder holds besides is taken over by id, without being looked at. */
export class TreeChange {
  private readonly reader: ObjectReader;
  private readonly writer: TreeWriter;

  constructor(reader: ObjectReader, writer: TreeWriter) {
    this.reader = reader;
    this.writer = writer;
  }

  /** The id of the changed folder; undefined if nothing is left in it. `tree` is the present one, by id or name. */
  async apply(tree: string | undefined, changes: FolderChanges): Promise<string | undefined> {
    const entries = tree === undefined ? new Map<string, TreeEntry>() : await this.readFolder(tree);
    await Promise.all(
      [...changes].map(async ([name, change]) => {
        const entry = await this.changeEntry(entries.get(name), change);
        if (entry === undefined) entries.delete(name);
        else entries.set(name, entry);
      }),
    );
    return entries.size === 0 ? undefined : this.writer.write(entries);
  }

  private async readFolder(tree: string): Promise<Map<string, TreeEntry>> {
    const found = await this.reader.read(tree);
    if (found?.content === undefined) throw new GitError(`The clone has no folder ${tree}.`, { damaged: true });
    return parseTree(found.content, found.oid.length / 2);
  }

  private async changeEntry(present: TreeEntry | undefined, change: NameChange): Promise<TreeEntry | undefined> {
    if (change.kind === 'below') {
      if (present !== undefined && present.mode !== FOLDER_MODE) refuse(change.path, present);
      const oid = await this.apply(present?.oid, change.changes);
      return oid === undefined ? undefined : { mode: FOLDER_MODE, oid };
    }
    if (present !== undefined && !present.mode.startsWith('100')) refuse(change.path, present);
    if (change.kind === 'remove') return undefined;
    return { mode: present?.mode === EXECUTABLE_MODE ? EXECUTABLE_MODE : FILE_MODE, oid: change.oid };
  }
}
