import { basename, dirname, join } from 'node:path';
import type { FileTree } from '../files/file-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { isLookedAt } from './list-files.ts';

type Refusal = Pick<LocatedProblem, 'reason' | 'message'>;

/**
 * Why files cannot be written into the output folder, if so: every step of the way there is looked at, for a link among them would
 * lead the files elsewhere.
 * @param folder the package's, which the output is below
 */
export function unusableOutput(files: FileTree, folder: string, output: string): LocatedProblem | undefined {
  let path = folder;
  for (const step of output.split('/')) {
    path = join(path, step);
    const refusal = refuse(files, path);
    if (refusal === undefined) continue;
    const remedy = 'Make it a folder of the package, or choose another output in the RenderConfig.';
    return { severity: 'error', path: [], ...refusal, remedy, file: path };
  }
  return undefined;
}

function refuse(files: FileTree, path: string): Refusal | undefined {
  if (!isLookedAt(basename(path))) {
    return {
      reason: 'OutputHidden',
      message: 'hidden folders and node_modules are not looked at, so that generated files would not be found in them again',
    };
  }
  const kind = files.kindOf(path);
  switch (kind) {
    case 'folder':
      return undefined;
    case 'link':
      return { reason: 'LinkLeavesPackage', message: 'the output folder is a symbolic link, so that files would be written elsewhere' };
    case 'file':
      return { reason: 'OutputNoFolder', message: 'generated files belong into this folder, but it is a file' };
    case 'other':
      return { reason: 'OutputNoFolder', message: 'generated files belong into this folder, but it is a submodule or a device' };
    case undefined:
      return caseTwin(files, path);
  }
}

/** Where letters of both cases are the same, as on macOS and Windows, a checkout would have one folder instead of two. */
function caseTwin(files: FileTree, path: string): Refusal | undefined {
  const parent = dirname(path);
  if (files.kindOf(parent) !== 'folder') return undefined;
  const name = basename(path).toLowerCase();
  const twin = files.list(parent).find((entry) => entry.name.toLowerCase() === name);
  return twin && { reason: 'CaseCollision', message: `there is already ${twin.name}, and macOS and Windows take the two for one` };
}
