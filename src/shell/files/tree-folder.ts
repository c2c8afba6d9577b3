/** A folder of a tree that never changes; a file is anything but a map. */
export type TreeFolder<File> = ReadonlyMap<string, TreeFolder<File> | File>;

/** Steps that no path of a tree has: a file under one of them would be taken for another when the path is walked. */
const NO_NAMES: ReadonlySet<string> = new Set(['', '.', '..']);

/**
 * A folder with one file written or, where it is undefined, removed, and with it the folders that are left empty. Everything beside the way
 * to the file is shared. A path with a step that is no name gives no file.
 * @param owned folders that were made for this change and nobody else has, which are written to in place
 */
export function withFile<File>(
  folder: TreeFolder<File>,
  steps: readonly string[],
  file: File | undefined,
  owned: Set<TreeFolder<File>>,
): TreeFolder<File> {
  const [name, ...rest] = steps;
  if (name === undefined || steps.some((step) => NO_NAMES.has(step))) return folder;
  if (rest.length === 0) return withEntry(folder, name, file, owned);
  const below = folder.get(name);
  if (file === undefined && !(below instanceof Map)) return folder;
  const changed = withFile(below instanceof Map ? below : own(new Map(), owned), rest, file, owned);
  return withEntry(folder, name, changed.size === 0 ? undefined : changed, owned);
}

function withEntry<File>(
  folder: TreeFolder<File>,
  name: string,
  entry: TreeFolder<File> | File | undefined,
  owned: Set<TreeFolder<File>>,
): TreeFolder<File> {
  if (folder.get(name) === entry) return folder;
  const changed = (owned.has(folder) ? folder : own(new Map(folder), owned)) as Map<string, TreeFolder<File> | File>;
  if (entry === undefined) changed.delete(name);
  else changed.set(name, entry);
  return changed;
}

function own<File>(folder: Map<string, TreeFolder<File> | File>, owned: Set<TreeFolder<File>>): TreeFolder<File> {
  owned.add(folder);
  return folder;
}
