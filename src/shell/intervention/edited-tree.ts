import type { FileTree } from '../files/file-tree.ts';

/** Files as they would be with other contents in some that are there. @param contents by absolute path */
export function editedTree(files: FileTree, contents: ReadonlyMap<string, string>): FileTree {
  const bytesOf = (path: string): Buffer | undefined => {
    const text = contents.get(path);
    return text === undefined ? undefined : Buffer.from(text);
  };
  return {
    list: (folder) => files.list(folder),
    kindOf: (path) => files.kindOf(path),
    follow: (path) => files.follow(path),
    isRepositoryRoot: (folder) => files.isRepositoryRoot(folder),
    read(path, limit) {
      const bytes = bytesOf(path);
      if (bytes === undefined) return files.read(path, limit);
      return bytes.length > limit ? { size: bytes.length } : bytes;
    },
    contains: (path, texts) => {
      const bytes = bytesOf(path);
      return bytes === undefined ? files.contains(path, texts) : texts.some((text) => bytes.includes(text));
    },
  };
}
