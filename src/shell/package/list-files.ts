import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { fileProblem } from './file-problem.ts';

/** A folder with its YAML files, by name, sorted. */
export interface Folder {
  readonly path: string;
  readonly files: readonly string[];
  /** Links among the files that lead out of the folder: not read as a package's own. */
  readonly foreignLinks: readonly string[];
}

export interface FolderListing {
  readonly folders: readonly Folder[];
  readonly problems: readonly LocatedProblem[];
}

const YAML_FILE = /\.(ya?ml|json)$/i;
const isSkipped = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

/**
 * The folders at and below `root` that hold YAML (or JSON) files, parents first. Hidden folders and node_modules are not looked at;
 * a linked folder is not followed, for what it leads to is found in its own place or is not part of this tree.
 */
export function listFolders(root: string): FolderListing {
  const folders: Folder[] = [];
  const problems: LocatedProblem[] = [];
  const pending = [root];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const entries = readEntries(path, problems);
    const { files, foreignLinks } = yamlFiles(path, entries);
    if (files.length + foreignLinks.length > 0) folders.push({ path, files, foreignLinks });
    const children = entries.filter((entry) => entry.isDirectory() && !isSkipped(entry.name)).map((entry) => join(path, entry.name));
    pending.push(...children.sort().reverse());
  }
  return { folders, problems };
}

/** One folder alone. */
export function listFolder(path: string): Folder {
  return { path, ...yamlFiles(path, readEntries(path, [])) };
}

function readEntries(path: string, problems: LocatedProblem[]): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (cause) {
    problems.push(
      fileProblem(
        path,
        'error',
        'FolderUnreadable',
        `the folder cannot be read: ${reasonOf(cause)}`,
        'Give yourself the right to read it, or render other folders.',
      ),
    );
    return [];
  }
}

function yamlFiles(path: string, entries: readonly Dirent[]): Omit<Folder, 'path'> {
  const named = entries.filter((entry) => YAML_FILE.test(entry.name) && !entry.name.startsWith('.'));
  const links = named.filter((entry) => entry.isSymbolicLink());
  const foreignLinks = links.filter((entry) => leadsOut(path, entry.name)).map((entry) => entry.name);
  const own = links.filter(
    (entry) => !foreignLinks.includes(entry.name) && statSync(join(path, entry.name), { throwIfNoEntry: false })?.isFile(),
  );
  const files = [...named.filter((entry) => entry.isFile()), ...own].map((entry) => entry.name);
  return { files: files.sort(), foreignLinks: foreignLinks.sort() };
}

/** A broken link leads nowhere, and so not out. */
function leadsOut(folder: string, name: string): boolean {
  try {
    return !realpathSync(join(folder, name)).startsWith(realpathSync(dirname(join(folder, name))) + sep);
  } catch {
    return false;
  }
}

/** The system's words for why it refused, without the path that the problem names already. */
export const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.message.split(',')[0] ?? cause.message) : String(cause);
