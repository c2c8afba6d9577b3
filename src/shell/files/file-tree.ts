/** What lies under a name. A link is a link, wherever it leads; a submodule, a socket or a device is `other`. */
export type EntryKind = 'file' | 'folder' | 'link' | 'other';

export interface TreeEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** What lies at the end of a path. */
export interface LinkTarget {
  /** Absolute, through no further link. */
  readonly path: string;
  /** Never `link`. */
  readonly kind: EntryKind;
}

/** A file that is larger than was asked for. */
export interface TooLarge {
  /** In bytes. */
  readonly size: number;
}

/**
 * The files of a repository, as far as reading packages needs them: of a disk, or of a commit. Paths are absolute and without `.` and `..`;
 * those of a commit begin at `/`, its root. Every call is synchronous, and nothing here writes.
 */
export interface FileTree {
  /**
   * What a folder holds, in no order; `.` and `..` are left out.
   * @throws where there is no such folder, or it cannot be read
   */
  list(folder: string): readonly TreeEntry[];
  /** What lies at a path, which may be a link; undefined where nothing does. */
  kindOf(path: string): EntryKind | undefined;
  /** What a path leads to through links; undefined where that is nothing, a circle, or out of a commit. */
  follow(path: string): LinkTarget | undefined;
  /**
   * The bytes of a file, those behind a link if `follow` says that it leads to one. They are valid until this tree's next file is read.
   * @param limit in bytes
   * @throws where it cannot be read, or is no file
   */
  read(path: string, limit: number): Buffer | TooLarge;
  /**
   * Whether any of some texts is in a file of any size.
   * @throws where it cannot be read, or is no file
   */
  contains(path: string, texts: readonly string[]): boolean;
  /** Whether a folder is the root of a repository: settings above it are another's. */
  isRepositoryRoot(folder: string): boolean;
}
