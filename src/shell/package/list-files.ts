import { join } from 'node:path';
import type { FileTree, TreeEntry } from '../files/file-tree.ts';
import { isAtOrBelow } from '../files/is-at-or-below.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { fileProblem } from './file-problem.ts';

/** A folder with its YAML files, by name, sorted. */
export interface Folder {
  readonly path: string;
  readonly files: readonly string[];
  /** Links among the files that lead out of the folder: not read as a package's own. */
  readonly foreignLinks: readonly string[];
  /** What has a file's name and is none: folders, submodules, and links that lead to no file. */
  readonly obstacles: readonly string[];
  /** Why some of what lies here is not looked at. */
  readonly problems: readonly LocatedProblem[];
}

const YAML_FILE = /\.(ya?ml|json)$/i;
const isYaml = ({ name }: TreeEntry): boolean => YAML_FILE.test(name) && !name.startsWith('.');
const isSubfolder = ({ name, kind }: TreeEntry): boolean => kind === 'folder' && isLookedAt(name);

/** Whether a folder of this name is looked into. */
export const isLookedAt = (name: string): boolean => !name.startsWith('.') && name !== 'node_modules';

/** What stands in a name for bytes that are not UTF-8: by such a name nothing can be opened, or committed again. */
const REPLACEMENT = '\uFFFD';
const isReadable = ({ name }: TreeEntry): boolean => !name.includes(REPLACEMENT);

/**
 * The folders at and below `root` that hold anything of a YAML (or JSON) file's name or have problems, parents first. Hidden folders and node_modules are not
 * looked at; a linked folder is not followed, for what it leads to is found in its own place or is not part of this tree.
 */
export function listFolders(files: FileTree, root: string): readonly Folder[] {
  const folders: Folder[] = [];
  const pending = [root];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const { folder, below } = look(files, path);
    if (!isEmpty(folder)) folders.push(folder);
    pending.push(...below.sort().reverse());
  }
  return folders;
}

const isEmpty = ({ files, foreignLinks, obstacles, problems }: Folder): boolean =>
  files.length + foreignLinks.length + obstacles.length + problems.length === 0;

/** One folder alone; one that is not there is empty. */
export const listFolder = (files: FileTree, path: string): Folder =>
  files.kindOf(path) === undefined ? { path, files: [], foreignLinks: [], obstacles: [], problems: [] } : look(files, path).folder;

interface Look {
  readonly folder: Folder;
  /** Paths of the folders in it. */
  readonly below: string[];
}

function look(files: FileTree, path: string): Look {
  let entries: readonly TreeEntry[];
  try {
    entries = files.list(path);
  } catch (cause) {
    return { folder: { path, files: [], foreignLinks: [], obstacles: [], problems: [unreadable(path, cause)] }, below: [] };
  }
  const unnamed = entries.filter((entry) => !isReadable(entry) && (isYaml(entry) || isSubfolder(entry)));
  const { problems, ...folder } = yamlFiles(files, path, entries);
  return {
    folder: { path, ...folder, problems: [...problems, ...unnamed.map(({ name }) => notUtf8(join(path, name)))] },
    below: entries.filter((entry) => isSubfolder(entry) && isReadable(entry)).map(({ name }) => join(path, name)),
  };
}

function yamlFiles(tree: FileTree, path: string, entries: readonly TreeEntry[]): Omit<Folder, 'path'> {
  const named = entries.filter((entry) => isYaml(entry) && isReadable(entry));
  const files = named.filter(({ kind }) => kind === 'file').map(({ name }) => name);
  const foreignLinks: string[] = [];
  const obstacles = named.filter(({ kind }) => kind === 'folder' || kind === 'other').map(({ name }) => name);
  const problems: LocatedProblem[] = [];
  const links = named.filter(({ kind }) => kind === 'link');
  const home = links.length > 0 ? tree.follow(path)?.path : undefined;
  for (const { name } of links) {
    const target = tree.follow(join(path, name));
    if (!target) problems.push(broken(join(path, name)));
    if (target?.kind !== 'file') obstacles.push(name);
    else if (home === undefined || !isAtOrBelow(target.path, home)) foreignLinks.push(name);
    else files.push(name);
  }
  return { files: files.sort(), foreignLinks: foreignLinks.sort(), obstacles, problems };
}

const unreadable = (path: string, cause: unknown): LocatedProblem =>
  fileProblem(
    path,
    'error',
    'FolderUnreadable',
    `the folder cannot be read: ${reasonOf(cause)}`,
    'Give yourself the right to read it, or render other folders.',
  );

const notUtf8 = (path: string): LocatedProblem =>
  fileProblem(path, 'warning', 'NameNotUtf8', 'its name is not UTF-8, so that it is not looked at', 'Rename it.');

/** It also leads to nothing where a commit is read, and what it names lies outside of the repository. */
const broken = (path: string): LocatedProblem =>
  fileProblem(
    path,
    'warning',
    'LinkBroken',
    'the symbolic link leads to nothing in this repository, so that it is not read',
    'Put the file itself here, or remove the link.',
  );

/** The system's words for why it refused, without the path that the problem names already. */
export const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.message.split(',')[0] ?? cause.message) : String(cause);
