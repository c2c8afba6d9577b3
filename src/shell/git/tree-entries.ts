/** One line of a folder as Git stores it. */
export interface TreeEntry {
  /** `40000` for a folder, else as in a `FileMode`. */
  readonly mode: string;
  readonly oid: string;
}

export const FOLDER_MODE = '40000';
export const FILE_MODE = '100644';
export const EXECUTABLE_MODE = '100755';
export const LINK_MODE = '120000';
export const SUBMODULE_MODE = '160000';

/** A name as it is kept here: one character a byte, so that names that are not UTF-8 survive. */
export const storedName = (name: string): string => Buffer.from(name, 'utf8').toString('latin1');

/**
 * The entries of a tree object by stored name: `<mode> SP <name> NUL <id in bytes>`, one after another
 * (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects). `idBytes` is 20, or 32 where ids are SHA-256.
 */
export function parseTree(content: Buffer, idBytes: number): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const nul = content.indexOf(0, space);
    const end = nul + 1 + idBytes;
    entries.set(content.toString('latin1', space + 1, nul), {
      mode: content.toString('latin1', at, space),
      oid: content.toString('hex', nul + 1, end),
    });
    at = end;
  }
  return entries;
}
