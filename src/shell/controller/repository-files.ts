import { dirname } from 'node:path/posix';
import { isResolvedFile } from '../../core/layout/resolved-stack-set.ts';
import type { ChangedFile, TreeFile } from '../git/repository.ts';
import { foldersFrom, isReadable, ownerOf, type PackageScope, packageFolders } from './find-packages.ts';

/** What people commit, and what only the controller does: two branches, or one that is both. */
export type Layer = 'source' | 'output';

/** A file of a commit with its path. Where both layers have one, it is the output's; but a StackSet that kustomize built is people's. */
export interface PlacedFile {
  readonly path: string;
  readonly file: TreeFile;
  readonly layer: Layer;
}

/**
 * The files that packages are read from, by package. It follows the tips of the branches by what changed, so that a commit costs what it
 * touches and not what the repository holds.
 */
export class RepositoryFiles {
  readonly #scope: PackageScope;
  readonly #isReadable: (path: string) => boolean;
  readonly #layers: Readonly<Record<Layer, Map<string, TreeFile>>> = { source: new Map(), output: new Map() };
  #packages: ReadonlySet<string> = new Set();
  #byPackage: ReadonlyMap<string, Set<string>> = new Map();
  /** Packages that are anywhere below a folder. */
  #below: ReadonlyMap<string, ReadonlySet<string>> = new Map();

  constructor(scope: PackageScope) {
    this.#scope = scope;
    this.#isReadable = isReadable(scope);
  }

  /** Folders that may be packages. */
  get packages(): ReadonlySet<string> {
    return this.#packages;
  }

  /**
   * Moves on to another commit of a branch.
   * @returns the packages that may be others now, those that came and those that are gone included
   */
  apply(changes: Iterable<ChangedFile>, layer: Layer = 'source'): ReadonlySet<string> {
    const files = this.#layers[layer];
    const touched: string[] = [];
    let namesChanged = false;
    for (const { path, file } of changes) {
      if (!this.#isReadable(path)) continue;
      namesChanged ||= files.has(path) !== (file !== undefined);
      touched.push(path);
      if (file) files.set(path, file);
      else files.delete(path);
    }
    const before = this.#packages;
    if (namesChanged) this.#group();
    return new Set([...touched.flatMap((path) => this.#affected(path)), ...differences(before, this.#packages)]);
  }

  /** All files of a branch. */
  paths(layer: Layer): readonly string[] {
    return [...this.#layers[layer].keys()];
  }

  /** A package's own files, without those of packages inside of it. */
  filesOf(folder: string): readonly PlacedFile[] {
    return this.#entries(this.#byPackage.get(folder) ?? []);
  }

  /** Files right in the folders above a package, where its settings may be. */
  filesAbove(folder: string): readonly PlacedFile[] {
    const above = new Set(foldersFrom(folder).slice(1));
    const groups = [NO_PACKAGE, ...above].flatMap((group) => [...(this.#byPackage.get(group) ?? [])]);
    return this.#entries(groups.filter((path) => above.has(dirname(path))));
  }

  #group(): void {
    const paths = [...this.#layers.source.keys(), ...this.#layers.output.keys()];
    this.#packages = packageFolders(paths, this.#scope);
    const byPackage = new Map<string, Set<string>>();
    for (const path of paths) addTo(byPackage, this.#ownerOf(path), path);
    this.#byPackage = byPackage;
    const below = new Map<string, Set<string>>();
    for (const folder of this.#packages) for (const above of foldersFrom(folder).slice(1)) addTo(below, above, folder);
    this.#below = below;
  }

  /** A file is its package's, and may hold settings of all packages below its folder. */
  #affected(path: string): readonly string[] {
    const owner = this.#ownerOf(path);
    const below = this.#below.get(dirname(path)) ?? [];
    return owner === NO_PACKAGE ? [...below] : [owner, ...below];
  }

  #ownerOf(path: string): string {
    return ownerOf(dirname(path), this.#packages) ?? NO_PACKAGE;
  }

  #entries(paths: Iterable<string>): readonly PlacedFile[] {
    return [...paths].flatMap((path) => {
      const [source, output] = [this.#layers.source.get(path), this.#layers.output.get(path)];
      const layer = output && !(source && isResolvedFile(path)) ? 'output' : 'source';
      const file = layer === 'output' ? output : source;
      return file ? [{ path, file, layer }] : [];
    });
  }
}

/** No folder is called so. */
const NO_PACKAGE = '';

function addTo(groups: Map<string, Set<string>>, key: string, item: string): void {
  const group = groups.get(key);
  if (group) group.add(item);
  else groups.set(key, new Set([item]));
}

const differences = (a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] => [
  ...[...a].filter((item) => !b.has(item)),
  ...[...b].filter((item) => !a.has(item)),
];
