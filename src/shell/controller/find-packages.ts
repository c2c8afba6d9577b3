import { dirname } from 'node:path/posix';
import { isResolvedFile } from '../../core/layout/resolved-stack-set.ts';

/** Which files of a repository may be packages': folders to look at and below, and patterns for the names of files with StackSets. */
export interface PackageScope {
  /** From the repository's root, `.` for all of it. */
  readonly paths: readonly string[];
  /** Such as `stackset.yaml` or `*-stackset.yaml`; a star stands for any characters of a name. */
  readonly files: readonly string[];
}

/** The repository's root, as `dirname` writes it. */
export const ROOT = '.';

const YAML_FILE = /\.(ya?ml|json)$/i;
const STATE_FILE = /^[^/]+\.state\.yaml$/;
const KUSTOMIZATION = /^kustomization\.ya?ml$/;

/**
 * Tells the files that a render of the scope could read: YAML and JSON at and below its paths, and the settings above them. Hidden
 * folders and node_modules are not looked at, as `stackset render` does not.
 */
export function isReadable({ paths }: Pick<PackageScope, 'paths'>): (path: string) => boolean {
  const isBelow = isAtOrBelow(paths);
  const above = new Set(paths.flatMap((path) => foldersFrom(dirname(normal(path)))));
  return (path) =>
    YAML_FILE.test(path) &&
    (isBelow(path) || above.has(dirname(path))) &&
    !path.split('/').some((step) => step.startsWith('.') || step === 'node_modules');
}

const normal = (path: string): string => path.replace(/^(\.\/)+|\/+$/g, '') || ROOT;

function isAtOrBelow(paths: readonly string[]): (path: string) => boolean {
  const roots = paths.map(normal);
  return (path) => roots.some((root) => root === ROOT || path.startsWith(`${root}/`));
}

/** A folder and all that it lies in, up to the root. */
export function foldersFrom(folder: string): readonly string[] {
  return folder === ROOT ? [ROOT] : [folder, ...foldersFrom(dirname(folder))];
}

/**
 * The folders that may be packages: where a file has a StackSet's name, where kustomize builds one, and where generated files are left of a
 * StackSet that is gone.
 * @param readable paths of files that `isReadable`
 */
export function packageFolders(readable: Iterable<string>, { files, paths }: PackageScope): ReadonlySet<string> {
  const isStackSet = namePattern(files);
  const isBelow = isAtOrBelow(paths);
  const folders = new Set<string>();
  const states: string[] = [];
  const resolved: string[] = [];
  const kustomizations = new Set<string>();
  for (const path of readable) {
    if (!isBelow(path)) continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (isResolvedFile(name)) resolved.push(dirname(path));
    else if (isStackSet.test(name)) folders.add(dirname(path));
    else if (STATE_FILE.test(name)) states.push(dirname(path));
    else if (KUSTOMIZATION.test(name)) kustomizations.add(dirname(path));
  }
  for (const output of resolved) folders.add(overlayOf(output, kustomizations));
  for (const output of states) if (ownerOf(output, folders) === undefined) folders.add(dirname(output));
  return folders;
}

/** The folder of the kustomization that the generated files of an output folder come from; that folder has one of its own, to be applied. */
function overlayOf(output: string, kustomizations: ReadonlySet<string>): string {
  const above = foldersFrom(dirname(output));
  return above.find((folder) => kustomizations.has(folder)) ?? dirname(output);
}

function namePattern(globs: readonly string[]): RegExp {
  const one = (glob: string): string =>
    glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
  return new RegExp(`^(?:${globs.map(one).join('|')})$`);
}

/** The innermost package that a folder is in; undefined where it is in none. */
export function ownerOf(folder: string, packages: ReadonlySet<string>): string | undefined {
  return foldersFrom(folder).find((candidate) => packages.has(candidate));
}
