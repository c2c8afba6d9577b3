import type { Git } from './git.ts';
import { literalPaths } from './literal-paths.ts';
import { parsePath, parseRawMeta } from './raw-change.ts';
import type { ChangedFile, CommitId } from './repository.ts';

/** See `History.changedFiles`. */
export async function changedFiles(git: Git, from: CommitId, to: CommitId, paths: readonly string[]): Promise<readonly ChangedFile[]> {
  const changes: ChangedFile[] = [];
  if (paths.length === 0) return changes;
  let meta: Pick<ChangedFile, 'file'> | undefined;
  for await (const records of git.records(['diff-tree', '-r', '-z', '--raw', '--no-renames', from, to, '--', ...literalPaths(paths)])) {
    for (const record of records) {
      if (meta === undefined) {
        meta = parseRawMeta(record.toString('latin1'));
        continue;
      }
      const path = parsePath(record);
      if (path !== undefined) changes.push({ path, ...meta });
      meta = undefined;
    }
  }
  return changes;
}
