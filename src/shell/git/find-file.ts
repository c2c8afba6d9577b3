import type { Git } from './git.ts';
import { listFiles } from './list-files.ts';
import { checkPath } from './literal-paths.ts';
import type { ObjectReader } from './object-reader.ts';
import type { BlobId, CommitId } from './repository.ts';
import { parseTree, storedName } from './tree-entries.ts';

/** The content's id of a file in a commit; undefined if there is none, or a folder, a link or a submodule. */
export async function findFile(git: Git, reader: ObjectReader, commit: CommitId, path: string): Promise<BlobId | undefined> {
  checkPath(path);
  const slash = path.lastIndexOf('/');
  // The file's own name is looked up here, as Git would say of a file whose content is on the server that it is not there.
  const folder = await reader.read(slash === -1 ? `${commit}^{tree}` : `${commit}:${path.slice(0, slash)}`);
  if (folder?.type === 'tree' && folder.content !== undefined) {
    const entry = parseTree(folder.content, folder.oid.length / 2).get(storedName(path.slice(slash + 1)));
    return entry?.mode.startsWith('100') ? entry.oid : undefined;
  }
  // A folder that is not there and one that cannot be read look the same so far; this throws for the latter.
  const file = (await listFiles(git, commit, [path])).get(path);
  return file?.mode.startsWith('100') ? file.oid : undefined;
}
