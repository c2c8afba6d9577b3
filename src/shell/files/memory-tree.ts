import type { EntryKind, FileTree, LinkTarget, TooLarge, TreeEntry } from './file-tree.ts';
import { type TreeFolder, withFile } from './tree-folder.ts';

/** A file of a commit, as `git ls-tree` tells of it: its content lies in a store, and is only asked for when it is read. */
export interface GitFile {
  readonly oid: string;
  /** `100644`, `100755`, `120000` for a link, `160000` for a submodule. */
  readonly mode: string;
}

/** What lies at a path: bytes, text, or a file of a commit. */
export type MemoryFile = Buffer | string | GitFile;

/** The contents of a commit's files by their ids, as far as they were loaded. */
export interface BlobStore {
  /** Undefined where it was not loaded; one that is too large to be loaded is only known by its size. */
  get(oid: string): Buffer | TooLarge | undefined;
}

/** Paths as Git writes them, from the root, with `/`; a leading `/` makes no difference. */
export type TreeFiles = Iterable<readonly [path: string, file: MemoryFile]>;

/** Undefined removes. */
export type TreeChanges = Iterable<readonly [path: string, file: MemoryFile | undefined]>;

const LINK_MODE = '120000';
const SUBMODULE_MODE = '160000';
/** As many as Linux follows before it calls it a circle. */
const MOST_LINKS = 40;
const NO_BLOBS: BlobStore = { get: () => undefined };

/** A folder of many packages is listed for each of them, to look for settings. */
const listings = new WeakMap<TreeFolder<MemoryFile>, readonly TreeEntry[]>();

/**
 * Files in memory, with `/` as their root: a commit, or what it would become. It never changes; `with` gives another that shares all folders
 * that are the same. Links are data, and nothing outside of the tree exists.
 */
export class MemoryTree implements FileTree {
  readonly #root: TreeFolder<MemoryFile>;
  readonly #blobs: BlobStore;

  private constructor(root: TreeFolder<MemoryFile>, blobs: BlobStore) {
    this.#root = root;
    this.#blobs = blobs;
  }

  /** @param blobs where the contents of a commit's files are; it is asked again at every read */
  static of(files: TreeFiles, blobs: BlobStore = NO_BLOBS): MemoryTree {
    return new MemoryTree(new Map(), blobs).with(files);
  }

  /** This tree with some files written or removed. A folder that is left empty is gone, as in Git. */
  with(changes: TreeChanges): MemoryTree {
    const owned = new Set<TreeFolder<MemoryFile>>();
    let root = this.#root;
    for (const [path, file] of changes) root = withFile(root, stepsOf(path), file, owned);
    return new MemoryTree(root, this.#blobs);
  }

  list(folder: string): readonly TreeEntry[] {
    const found = this.#at(stepsOf(folder));
    if (!(found instanceof Map))
      throw new Error(this.follow(folder)?.kind === 'folder' ? 'links are not followed' : 'there is no such folder');
    const known = listings.get(found);
    if (known) return known;
    const entries = [...found].map(([name, node]) => ({ name, kind: kindOfNode(node) }));
    listings.set(found, entries);
    return entries;
  }

  kindOf(path: string): EntryKind | undefined {
    const found = this.#at(stepsOf(path));
    return found === undefined ? undefined : kindOfNode(found);
  }

  follow(path: string): LinkTarget | undefined {
    return this.#follow(stepsOf(path), [], MOST_LINKS);
  }

  read(path: string, limit: number): Buffer | TooLarge {
    const content = this.#content(path);
    return Buffer.isBuffer(content) && content.length > limit ? { size: content.length } : content;
  }

  /** What was too large to be loaded may hold anything, and so each of the texts. */
  contains(path: string, texts: readonly string[]): boolean {
    const content = this.#content(path);
    return !Buffer.isBuffer(content) || texts.some((text) => content.includes(text));
  }

  isRepositoryRoot(folder: string): boolean {
    return stepsOf(folder).length === 0;
  }

  /** The id of a commit's file, or of the link or submodule at a path; undefined for everything else. */
  oidOf(path: string): string | undefined {
    const found = this.#at(stepsOf(path));
    return isGitFile(found) ? found.oid : undefined;
  }

  #at(steps: readonly string[]): TreeFolder<MemoryFile> | MemoryFile | undefined {
    let node: TreeFolder<MemoryFile> | MemoryFile | undefined = this.#root;
    for (const step of steps) node = node instanceof Map ? node.get(step) : undefined;
    return node;
  }

  #content(path: string): Buffer | TooLarge {
    const steps = stepsOf(path);
    const node = this.#at(steps);
    const target = node !== undefined && kindOfNode(node) === 'link' ? this.#follow(steps, [], MOST_LINKS) : undefined;
    const file = target ? this.#at(stepsOf(target.path)) : node;
    if (file === undefined || kindOfNode(file) !== 'file') throw new Error(file === undefined ? 'there is no such file' : 'it is no file');
    return this.#bytes(file as MemoryFile);
  }

  #bytes(file: MemoryFile): Buffer | TooLarge {
    if (typeof file === 'string') return Buffer.from(file);
    if (Buffer.isBuffer(file)) return file;
    const content = this.#blobs.get(file.oid);
    if (content === undefined) throw new Error(`its content ${file.oid} was not loaded`);
    return content;
  }

  /** @param done the way so far, through no link */
  #follow(steps: readonly string[], done: readonly string[], left: number): LinkTarget | undefined {
    const [step, ...rest] = steps;
    if (step === undefined) {
      const node = this.#at(done);
      return node === undefined ? undefined : { path: `/${done.join('/')}`, kind: kindOfNode(node) };
    }
    if (step === '..')
      return done.length === 0 || !(this.#at(done) instanceof Map) ? undefined : this.#follow(rest, done.slice(0, -1), left);
    const here = [...done, step];
    const node = this.#at(here);
    if (node === undefined || kindOfNode(node) !== 'link') return node === undefined ? undefined : this.#follow(rest, here, left);
    const content = this.#bytes(node as GitFile);
    const target = Buffer.isBuffer(content) ? content.toString('utf8') : '/';
    // An absolute one leads out of the repository, wherever that is checked out.
    const way = target.split('/').filter((word) => word !== '' && word !== '.');
    return target.startsWith('/') || left === 0 ? undefined : this.#follow([...way, ...rest], done, left - 1);
  }
}

/** A path is taken as it is written: a hostile tree may hold a step that is none, which then leads nowhere. */
function stepsOf(path: string): readonly string[] {
  const way = path.startsWith('/') ? path.slice(1) : path;
  return way === '' ? [] : way.split('/');
}

const isGitFile = (node: TreeFolder<MemoryFile> | MemoryFile | undefined): node is GitFile =>
  typeof node === 'object' && !Buffer.isBuffer(node) && !(node instanceof Map);

function kindOfNode(node: TreeFolder<MemoryFile> | MemoryFile): EntryKind {
  if (node instanceof Map) return 'folder';
  if (!isGitFile(node)) return 'file';
  return node.mode === LINK_MODE ? 'link' : node.mode === SUBMODULE_MODE ? 'other' : 'file';
}
