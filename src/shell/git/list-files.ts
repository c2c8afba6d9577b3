import type { Git } from './git.ts';
import { literalPaths } from './literal-paths.ts';
import { parsePath } from './raw-change.ts';
import type { CommitId, FileMode, TreeFile } from './repository.ts';

const TAB = 0x09;

/** See `History.listFiles`. */
export async function listFiles(git: Git, commit: CommitId, paths: readonly string[]): Promise<ReadonlyMap<string, TreeFile>> {
  const files = new Map<string, TreeFile>();
  if (paths.length === 0) return files;
  for await (const records of git.records(['ls-tree', '-r', '-z', '--full-tree', commit, '--', ...literalPaths(paths)])) {
    for (const record of records) {
      const tab = record.indexOf(TAB);
      const path = parsePath(record.subarray(tab + 1));
      const [mode, , oid = ''] = record.toString('latin1', 0, tab).split(' ');
      if (path !== undefined) files.set(path, { oid, mode: mode as FileMode });
    }
  }
  return files;
}
