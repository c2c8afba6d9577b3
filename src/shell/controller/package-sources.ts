import { dirname, join } from 'node:path/posix';
import { isResolvedFile } from '../../core/layout/resolved-stack-set.ts';
import { isLeaving } from '../../core/lifecycle/leaving.ts';
import { MemoryTree } from '../files/memory-tree.ts';
import type { BlobId } from '../git/repository.ts';
import { readPackage } from '../package/read-packages.ts';
import type { FileChange } from '../package/render-plan.ts';
import type { Blobs } from './blobs.ts';
import type { PlacedFile, RepositoryFiles } from './repository-files.ts';
import type { TrackedPackage } from './tracked-package.ts';

/** What a package is read from. */
export type PackageSource = Pick<TrackedPackage, 'folder' | 'fingerprint' | 'tree' | 'blobs'>;

/** A package's files as its two branches have them together. */
export interface LayeredSource {
  readonly source: PackageSource;
  /** Files that the branch of generated files is to get as they are. */
  readonly carried: readonly FileChange[];
}

const SUBMODULE_MODE = '160000';
const SETTINGS_KIND = 'RenderConfig';

/** Gathers the files of packages: their own, and those above them that hold settings. */
export class PackageSources {
  readonly #files: RepositoryFiles;
  readonly #blobs: Blobs;
  /** Whether a file above packages holds settings, by its content. */
  readonly #settings = new Map<BlobId, boolean>();

  constructor(files: RepositoryFiles, blobs: Blobs) {
    this.#files = files;
    this.#blobs = blobs;
  }

  /** What the packages of folders are read from, by the ids of their contents alone. */
  async gather(folders: readonly string[]): Promise<readonly PackageSource[]> {
    await this.#learnSettings(folders.flatMap((folder) => this.#files.filesAbove(folder)));
    return folders.map((folder) => this.#source(folder, [...this.#files.filesOf(folder), ...this.#settingsAbove(folder)]));
  }

  /** Makes the contents of packages readable until `forget`. */
  async load(packages: readonly Pick<PackageSource, 'blobs'>[]): Promise<void> {
    await this.#blobs.load(packages.flatMap(({ blobs }) => blobs));
  }

  forget(): void {
    this.#blobs.clear();
  }

  /**
   * Where generated files have a branch of their own, the tree without those that lie beside the sources; and where that branch has none of
   * this package yet, what is to be carried over there. Where generated files go is said by settings, so the contents must be loaded.
   */
  layer(source: PackageSource): LayeredSource {
    const own = this.#files.filesOf(source.folder);
    const generated = own.filter(({ layer }) => layer === 'output');
    const sources = source.tree.with(generated.map(({ path }) => [path, undefined]));
    const { packages } = readPackage({ files: sources, folder: join('/', source.folder), workingDirectory: '/' });
    const outputs = new Set([...packages.map(({ output }) => output), ...generated.map(({ path }) => join('/', dirname(path)))]);
    const beside = own.filter(({ path, layer }) => layer === 'source' && !isResolvedFile(path) && outputs.has(join('/', dirname(path))));
    // What was taken out on purpose is not brought back.
    const isNew = generated.length === 0 && !packages.some(({ stackSet }) => isLeaving(stackSet));
    if (isNew) return { source, carried: beside.flatMap((placed) => this.#carried(placed)) };
    return { source: { ...source, tree: source.tree.with(beside.map(({ path }) => [path, undefined])) }, carried: [] };
  }

  #carried({ path, file }: PlacedFile): readonly FileChange[] {
    const content = this.#blobs.get(file.oid);
    return Buffer.isBuffer(content) ? [{ action: 'create', path, before: '', after: content.toString('utf8') }] : [];
  }

  #source(folder: string, files: readonly PlacedFile[]): PackageSource {
    return {
      folder,
      fingerprint: files
        .map(({ path, file: { oid, mode }, layer }) => [path, mode, oid, layer].join(' '))
        .sort()
        .join('\n'),
      tree: MemoryTree.of(
        files.map(({ path, file }) => [path, file]),
        this.#blobs,
      ),
      blobs: files.flatMap(({ file: { oid, mode } }) => (mode === SUBMODULE_MODE ? [] : [oid])),
    };
  }

  #settingsAbove(folder: string): readonly PlacedFile[] {
    return this.#files.filesAbove(folder).filter(({ file }) => this.#settings.get(file.oid));
  }

  async #learnSettings(files: readonly PlacedFile[]): Promise<void> {
    const unknown = new Set(files.flatMap(({ file: { oid, mode } }) => (mode === SUBMODULE_MODE || this.#settings.has(oid) ? [] : [oid])));
    await this.#blobs.load(unknown);
    for (const oid of unknown) {
      const content = this.#blobs.get(oid);
      this.#settings.set(oid, Buffer.isBuffer(content) ? content.includes(SETTINGS_KIND) : true);
    }
  }
}
