import { join } from 'node:path';
import type { EntryKind, FileTree, LinkTarget, TreeEntry } from '../files/file-tree.ts';
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
    const { entries, problems } = readEntries(files, path);
    const folder = folderOf(files, path, entries, problems);
    if (!isEmpty(folder)) folders.push(folder);
    const below = entries.filter((entry) => isSubfolder(entry) && isReadable(entry)).map(({ name }) => join(path, name));
    pending.push(...below.sort().reverse());
  }
  return folders;
}

const isEmpty = ({ files, foreignLinks, obstacles, problems }: Folder): boolean =>
  files.length + foreignLinks.length + obstacles.length + problems.length === 0;

/** One folder alone; one that is not there is empty. */
export function listFolder(files: FileTree, path: string): Folder {
  if (files.kindOf(path) === undefined) return { path, files: [], foreignLinks: [], obstacles: [], problems: [] };
  const { entries, problems } = readEntries(files, path);
  return folderOf(files, path, entries, problems);
}

interface Entries {
  readonly entries: readonly TreeEntry[];
  readonly problems: readonly LocatedProblem[];
}

function readEntries(files: FileTree, path: string): Entries {
  try {
    return { entries: files.list(path), problems: [] };
  } catch (cause) {
    return { entries: [], problems: [unreadable(path, cause)] };
  }
}

function folderOf(tree: FileTree, path: string, entries: readonly TreeEntry[], problems: readonly LocatedProblem[]): Folder {
  const named: TreeEntry[] = [];
  const found: LocatedProblem[] = [...problems];
  for (const entry of entries) {
    if (!isReadable(entry) && (isYaml(entry) || isSubfolder(entry))) found.push(notUtf8(join(path, entry.name)));
    else if (isYaml(entry)) named.push(entry);
  }
  const ofKind = (...kinds: readonly EntryKind[]): string[] => named.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  const links = sortLinks(tree, path, ofKind('link'));
  return {
    path,
    files: [...ofKind('file'), ...links.own].sort(),
    foreignLinks: links.foreign.toSorted(),
    obstacles: [...ofKind('folder', 'other'), ...links.toNoFile],
    problems: [...found, ...links.problems],
  };
}

interface Links {
  readonly own: readonly string[];
  readonly foreign: readonly string[];
  readonly toNoFile: readonly string[];
  readonly problems: readonly LocatedProblem[];
}

const NO_LINKS: Links = { own: [], foreign: [], toNoFile: [], problems: [] };

/** The links of a folder by where they lead. */
function sortLinks(tree: FileTree, path: string, names: readonly string[]): Links {
  if (names.length === 0) return NO_LINKS;
  const home = tree.follow(path)?.path;
  const targets = names.map((name) => ({ name, target: tree.follow(join(path, name)) }));
  const isOwn = ({ path: target }: LinkTarget): boolean => home !== undefined && isAtOrBelow(target, home);
  const where = (isWanted: (target: LinkTarget | undefined) => boolean): readonly string[] =>
    targets.filter(({ target }) => isWanted(target)).map(({ name }) => name);
  return {
    own: where((target) => target?.kind === 'file' && isOwn(target)),
    foreign: where((target) => target?.kind === 'file' && !isOwn(target)),
    toNoFile: where((target) => target?.kind !== 'file'),
    problems: where((target) => target === undefined).map((name) => broken(join(path, name))),
  };
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
