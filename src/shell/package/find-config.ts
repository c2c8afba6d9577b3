import { basename, dirname, resolve } from 'node:path';
import { hasErrors } from '../../core/model/problem.ts';
import { DEFAULT_RENDER_CONFIG, type RenderConfig } from '../../core/model/render-config.ts';
import { readRenderConfig } from '../../core/schema/read-render-config.ts';
import { diskTree } from '../files/disk-tree.ts';
import type { FileTree } from '../files/file-tree.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { fileProblem, locate } from './file-problem.ts';
import { listFolder } from './list-files.ts';
import type { ReadOptions } from './render-plan.ts';
import { type FolderSources, readFolder, type SourceDocument } from './sources.ts';

/** The rules for a package, and what is wrong with the file they come from; undefined where that keeps it from being used. */
export interface FoundConfig {
  readonly config?: RenderConfig;
  readonly problems: readonly LocatedProblem[];
}

/**
 * Finds the RenderConfig of a package: in its folder, else in the nearest folder above, up to the repository's root, so that
 * the result does not depend on which folders a command names. Outside of a repository nothing above those is looked at.
 */
class ConfigFinder {
  readonly #files: FileTree;
  readonly #known: ReadonlyMap<string, FolderSources>;
  readonly #roots: readonly string[];
  readonly #found = new Map<string, FoundConfig>();

  /**
   * @param known folders that were read already
   * @param roots those that the command named
   */
  constructor(files: FileTree, known: ReadonlyMap<string, FolderSources>, roots: readonly string[]) {
    this.#files = files;
    this.#known = known;
    this.#roots = roots;
  }

  /** Each folder is looked at once. */
  find(folder: string): FoundConfig {
    const found = this.#found.get(folder) ?? this.#look(folder);
    this.#found.set(folder, found);
    return found;
  }

  #look(folder: string): FoundConfig {
    const known = this.#known.get(folder);
    const { documents, unreadConfigs } = known ?? readFolder(this.#files, listFolder(this.#files, folder));
    // Those of a known folder are reported with it.
    if (!known && unreadConfigs.length > 0) return { problems: unreadConfigs };
    const [first, second] = documents.filter(isRenderConfig);
    if (first && second) return { problems: [ambiguous(first, second)] };
    if (first) return readConfig(first);
    if (unreadConfigs.length > 0) return { problems: [] };
    const isTop = this.#files.isRepositoryRoot(folder) || (this.#roots.includes(folder) && !isInRepository(this.#files, folder));
    return isTop || dirname(folder) === folder ? { config: DEFAULT_RENDER_CONFIG, problems: [] } : this.find(dirname(folder));
  }
}

export const isRenderConfig = ({ object }: SourceDocument): boolean => object.kind === 'RenderConfig';

function isInRepository(files: FileTree, folder: string): boolean {
  return files.isRepositoryRoot(folder) || (dirname(folder) !== folder && isInRepository(files, dirname(folder)));
}

/** Reads one RenderConfig document. */
function readConfig({ file, document, object }: SourceDocument): FoundConfig {
  const { config, problems } = readRenderConfig(object);
  const located = problems.map((problem) => locate(problem, file, document));
  return hasErrors(located) ? { problems: located } : { config, problems: located };
}

const ambiguous = (first: SourceDocument, second: SourceDocument): LocatedProblem => ({
  ...fileProblem(
    second.file,
    'error',
    'RenderConfigAmbiguous',
    `there is another RenderConfig in this folder, in ${basename(first.file)}`,
    'Keep one of them.',
  ),
  line: second.document.line,
});

/** Where a package's config comes from: the file that was named for all, else the packages. */
export function configSource(
  { files = diskTree, configFile, workingDirectory }: Omit<ReadOptions, 'directories'>,
  folders: ReadonlyMap<string, FolderSources>,
  roots: readonly string[],
): (folder: string) => FoundConfig {
  if (configFile === undefined) {
    const finder = new ConfigFinder(files, folders, roots);
    return (folder) => finder.find(folder);
  }
  const found = readConfigFile(files, resolve(workingDirectory, configFile));
  return () => found;
}

function readConfigFile(files: FileTree, path: string): FoundConfig {
  if (!files.follow(path))
    return { problems: [fileProblem(path, 'error', 'FileMissing', 'there is no such file', 'Name a file with a RenderConfig.')] };
  const { documents, problems } = readFolder(files, {
    path: dirname(path),
    files: [basename(path)],
    foreignLinks: [],
    obstacles: [],
    problems: [],
  });
  const config = documents.find(isRenderConfig);
  if (config) return readConfig(config);
  const remedy = 'Name a file with apiVersion stackset-gitops.dev/v1alpha1, kind RenderConfig.';
  return {
    problems:
      problems.length > 0 ? problems : [fileProblem(path, 'error', 'RenderConfigMissing', 'the file holds no RenderConfig', remedy)],
  };
}
