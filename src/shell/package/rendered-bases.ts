import { resolve } from 'node:path';
import type { FileTree } from '../files/file-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { isTooDense } from '../yaml/density.ts';
import { parseYaml } from '../yaml/read.ts';
import { kustomizationOf } from './kustomize-sources.ts';
import { locateInMember, type Member } from './member.ts';
import { readPackageFile } from './read-file.ts';

/** Fields of a kustomization that name folders. */
const FOLDER_FIELDS = ['resources', 'bases', 'components'];

/** StackSets that are rendered from their files although an overlay is rendered that is built on them: few people want both in a cluster. */
export function renderedBases(files: FileTree, members: readonly Member[]): readonly LocatedProblem[] {
  const overlays = members.filter(({ config }) => config.source === 'kustomize').map(({ folder }) => folder);
  const bases = overlays.length > 0 ? foldersBelow(files, overlays) : new Set<string>();
  return members
    .filter(({ config, folder }) => config.source === 'files' && bases.has(folder))
    .map((member) =>
      locateInMember(member, {
        severity: 'warning',
        reason: 'BaseRendered',
        path: [],
        message: 'the StackSet is rendered as it is, and an overlay that is rendered too is built on it',
        remedy: 'Put a RenderConfig with `source: kustomize` into a folder above both, and remove what was generated for this one.',
      }),
    );
}

/** All folders that kustomizations name, and those that these name. */
function foldersBelow(files: FileTree, folders: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [...folders];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    const named = namedFolders(files, folder).filter((path) => !found.has(path));
    for (const path of named) found.add(path);
    pending.push(...named);
  }
  return found;
}

function namedFolders(files: FileTree, folder: string): readonly string[] {
  const path = kustomizationOf(files, folder);
  const content = path === undefined ? undefined : readPackageFile(files, path, FOLDER_FIELDS);
  if (!content || !('content' in content)) return [];
  const text = content.content.toString('utf8');
  if (isTooDense(text)) return [];
  const fields = (parseYaml(text).documents[0]?.value ?? {}) as Readonly<Record<string, unknown>>;
  const entries = FOLDER_FIELDS.flatMap((field) => fields[field]).filter((entry) => typeof entry === 'string');
  // Whatever an entry says: this never throws.
  return entries.map((entry) => resolve(folder, entry)).filter((path) => files.follow(path)?.kind === 'folder');
}
