import { setImmediate as nextTurn } from 'node:timers/promises';
import { mayBeRepairable } from '../../core/sync/damage.ts';
import { mustDecideFirst } from '../../core/sync/must-decide-first.ts';
import { RemoteError } from '../git/remote-error.ts';
import type { ChangedFile, CommitId, History } from '../git/repository.ts';
import type { FileChange } from '../package/render-plan.ts';
import { assessPackage, type PackageContent } from './assess-package.ts';
import { Blobs } from './blobs.ts';
import { type PackageScope, ROOT } from './find-packages.ts';
import { type PackageSource, PackageSources } from './package-sources.ts';
import { type ProvenanceSource, readProvenance } from './read-provenance.ts';
import { type Layer, RepositoryFiles } from './repository-files.ts';
import type { TrackedPackage, TrackedStackSet } from './tracked-package.ts';

/** Commits that packages are read from: of the sources, and of what is generated where that has a branch of its own. */
export interface TrackedTips {
  readonly source: CommitId;
  /** undefined where there is one branch for both. */
  readonly output?: { readonly tip: CommitId | undefined };
}

/** Packages of which the contents are in memory at once. */
const AT_ONCE = 100;

/** The packages of a repository's tips. It follows the tips, and reads again only what changed. */
export class PackageTracker {
  readonly #history: History;
  readonly #sourceOf: ProvenanceSource['sourceOf'];
  readonly #files: RepositoryFiles;
  readonly #sources: PackageSources;
  readonly #packages = new Map<string, TrackedPackage>();
  readonly #unread = new Set<string>();
  #tips: { source?: CommitId; output?: CommitId | undefined } = {};

  /** @param sourceOf see `ProvenanceSource` */
  constructor(history: History, scope: PackageScope, sourceOf: ProvenanceSource['sourceOf']) {
    this.#history = history;
    this.#sourceOf = sourceOf;
    this.#files = new RepositoryFiles(scope);
    this.#sources = new PackageSources(this.#files, new Blobs(history));
  }

  /** By folder. */
  get packages(): ReadonlyMap<string, TrackedPackage> {
    return this.#packages;
  }

  /** Makes the contents of packages readable until `forgetContents`. */
  async loadContents(packages: readonly TrackedPackage[]): Promise<void> {
    await this.#sources.load(packages);
  }

  forgetContents(): void {
    this.#sources.forget();
  }

  /**
   * Moves on to other commits. Where it throws, it is to be called again before anything is decided.
   * @returns the folders of packages that are others now, or gone
   */
  async moveTo(tips: TrackedTips): Promise<ReadonlySet<string>> {
    await this.#moveLayer('source', tips.source);
    await this.#moveLayer('output', tips.output?.tip);
    const reading = await this.#readAll([...this.#unread], tips.output !== undefined);
    const traced = await this.#trace(reading.found, tips);
    for (const folder of reading.gone) this.#packages.delete(folder);
    for (const tracked of traced) this.#packages.set(tracked.folder, tracked);
    this.#unread.clear();
    return new Set([...reading.gone, ...traced.map(({ folder }) => folder)]);
  }

  async #moveLayer(layer: Layer, to: CommitId | undefined): Promise<void> {
    const from = this.#tips[layer];
    if (from === to) return;
    for (const folder of this.#files.apply(await this.#changes(layer, from, to), layer)) this.#unread.add(folder);
    this.#tips = { ...this.#tips, [layer]: to };
  }

  async #changes(layer: Layer, from: CommitId | undefined, to: CommitId | undefined): Promise<readonly ChangedFile[]> {
    if (to === undefined) return this.#files.paths(layer).map((path) => ({ path, file: undefined }));
    return (from !== undefined && (await this.#difference(from, to))) || this.#listing(layer, to);
  }

  /** undefined where the clone has lost the commit that was followed: somebody rewrote the branch, and the clone was begun anew. */
  async #difference(from: CommitId, to: CommitId): Promise<readonly ChangedFile[] | undefined> {
    try {
      return await this.#history.changedFiles(from, to, [ROOT]);
    } catch (error) {
      if (error instanceof RemoteError) throw error;
      return undefined;
    }
  }

  async #listing(layer: Layer, to: CommitId): Promise<readonly ChangedFile[]> {
    const files = await this.#history.listFiles(to, [ROOT]);
    const gone = this.#files.paths(layer).filter((path) => !files.has(path));
    return [...[...files].map(([path, file]) => ({ path, file })), ...gone.map((path) => ({ path, file: undefined }))];
  }

  /**
   * Reads what is not as it was, a few packages at a time.
   * @param isSeparate whether generated files have a branch of their own
   */
  async #readAll(folders: readonly string[], isSeparate: boolean): Promise<Reading> {
    const there = folders.filter((folder) => this.#files.packages.has(folder));
    const gone = folders.filter((folder) => !this.#files.packages.has(folder) && this.#packages.has(folder));
    const gathered = await this.#sources.gather(there);
    const changed = gathered.filter(({ folder, fingerprint }) => this.#packages.get(folder)?.fingerprint !== fingerprint);
    const found: Untraced[] = [];
    for (let start = 0; start < changed.length; start += AT_ONCE) {
      const part = await this.#read(changed.slice(start, start + AT_ONCE), isSeparate);
      found.push(...part.found);
      gone.push(...part.gone.filter((folder) => this.#packages.has(folder)));
    }
    return { found, gone };
  }

  async #read(sources: readonly PackageSource[], isSeparate: boolean): Promise<Reading> {
    try {
      await this.#sources.load(sources);
      const found: Untraced[] = [];
      const gone: string[] = [];
      for (const gathered of sources) {
        const { source, carried } = isSeparate ? this.#sources.layer(gathered) : { source: gathered, carried: [] };
        const content = withCarried(assessPackage(source.folder, source.tree), carried);
        if (content) found.push({ ...source, ...content });
        else gone.push(source.folder);
        await nextTurn();
      }
      return { found, gone };
    } finally {
      this.#sources.forget();
    }
  }

  /** Asks history about the states that are new; of the others the answer is known. */
  async #trace(packages: readonly Untraced[], tips: TrackedTips): Promise<readonly TrackedPackage[]> {
    const known = new Map(
      packages.flatMap((found) => found.stackSets.map((stackSet) => [stackSet.id, this.#knownProvenance(found, stackSet)])),
    );
    const asked = packages.flatMap(({ stackSets }) => stackSets).filter(({ id }) => known.get(id) === undefined);
    const source = { history: this.#history, tip: tips.output?.tip ?? tips.source, sourceOf: this.#sourceOf };
    const answers = await readProvenance(
      source,
      asked.map(({ stateFile, file, found }) => ({
        path: stateFile,
        stackSetFile: file,
        stackSet: found.stackSet.metadata.name,
        state: found.state,
      })),
    );
    for (const [index, { id }] of asked.entries()) known.set(id, answers[index]);
    return packages.map((found) =>
      withDecisionFirst({
        ...found,
        stackSets: found.stackSets.map((stackSet) => ({ ...stackSet, provenance: known.get(stackSet.id) ?? { writer: 'nobody' } })),
      }),
    );
  }

  #knownProvenance(found: Untraced, { id, stateFile }: Untraced['stackSets'][number]): TrackedStackSet['provenance'] | undefined {
    const before = this.#packages.get(found.folder);
    if (before === undefined || before.tree.oidOf(stateFile) !== found.tree.oidOf(stateFile)) return undefined;
    return before.stackSets.find((stackSet) => stackSet.id === id)?.provenance;
  }
}

/** Packages as their files are, and folders that hold none any more. */
interface Reading {
  readonly found: readonly Untraced[];
  readonly gone: readonly string[];
}

type Untraced = Omit<TrackedPackage, keyof PackageContent> & PackageContent;

/** What is to be on the branch of generated files first, whatever else is. @param carried files that lie beside the sources */
function withCarried(content: PackageContent | undefined, carried: readonly FileChange[]): PackageContent | undefined {
  if (!content || carried.length === 0 || content.standing.kind === 'invalid') return content;
  const rendered = content.standing.kind === 'stale' ? content.standing.changes : [];
  const again = new Set(rendered.map(({ path }) => path));
  return { ...content, standing: { kind: 'stale', changes: [...carried.filter(({ path }) => !again.has(path)), ...rendered] } };
}

/** A render of some states would move traffic to where nothing is ready for it: those are mended by a decision first. */
function withDecisionFirst(tracked: TrackedPackage): TrackedPackage {
  const isFirst = ({ found, ...rest }: TrackedStackSet): boolean =>
    mustDecideFirst({ ...rest, stackSet: found.stackSet, stacks: found.stacks.map(({ stack }) => stack), state: found.state });
  const { standing } = tracked;
  const mayWait = standing.kind === 'stale' || (standing.kind === 'invalid' && standing.problems.every(mayBeRepairable));
  return mayWait && tracked.stackSets.some(isFirst) ? { ...tracked, standing: { kind: 'repairable' } } : tracked;
}
