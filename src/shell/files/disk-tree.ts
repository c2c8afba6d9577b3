import {
  closeSync,
  type Dirent,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import type { EntryKind, FileTree, LinkTarget, TooLarge } from './file-tree.ts';

const CHUNK = 1024 * 1024;

/** Most files fit: they are read with one call, without asking for their size, and without leaving a buffer each to be collected. */
const first = Buffer.allocUnsafe(64 * 1024);

/** The files of this machine. Folders of a path may be links; those that `list` gives are told apart. */
export const diskTree: FileTree = {
  list: (folder) => readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOfEntry(entry) })),
  kindOf: (path) => kindOfStats(lstatSync(path, { throwIfNoEntry: false })),
  follow,
  read,
  contains,
  isRepositoryRoot: (folder) => existsSync(join(folder, '.git')),
};

function kindOfEntry(entry: Dirent | Stats): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

const kindOfStats = (stats: Stats | undefined): EntryKind | undefined => stats && kindOfEntry(stats);

function follow(path: string): LinkTarget | undefined {
  try {
    const target = realpathSync(path);
    return { path: target, kind: kindOfEntry(lstatSync(target)) };
  } catch {
    return undefined;
  }
}

function read(path: string, limit: number): Buffer | TooLarge {
  const file = openSync(path, 'r');
  try {
    const start = readSync(file, first, 0, first.length, 0);
    if (start < first.length && start <= limit) return first.subarray(0, start);
    const { size } = fstatSync(file);
    return size > limit ? { size } : readWhole(file, size);
  } finally {
    closeSync(file);
  }
}

function contains(path: string, texts: readonly string[]): boolean {
  const file = openSync(path, 'r');
  try {
    return containsAny(file, texts);
  } finally {
    closeSync(file);
  }
}

function readWhole(file: number, size: number): Buffer {
  const content = Buffer.allocUnsafe(size);
  return content.subarray(0, readSync(file, content, 0, size, 0));
}

/** Looks for texts in pieces that overlap, so that a large file is never in memory as a whole. */
function containsAny(file: number, texts: readonly string[]): boolean {
  const overlap = Math.max(...texts.map((text) => text.length));
  const buffer = Buffer.alloc(CHUNK);
  for (let position = 0; ; position += CHUNK - overlap) {
    const read = readSync(file, buffer, 0, CHUNK, position);
    const piece = buffer.subarray(0, read);
    if (texts.some((text) => piece.includes(text))) return true;
    if (read < CHUNK) return false;
  }
}
