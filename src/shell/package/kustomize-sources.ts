import { join } from 'node:path';
import { isResolvedFile, readResolved } from '../../core/layout/resolved-stack-set.ts';
import { STACK_HASH_ANNOTATION } from '../../core/model/annotations.ts';
import { type KubernetesObject, referenceTo } from '../../core/model/kubernetes.ts';
import type { RenderConfig } from '../../core/model/render-config.ts';
import { STACK_API_VERSION } from '../../core/model/stack.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { FileTree } from '../files/file-tree.ts';
import { isAtOrBelow } from '../files/is-at-or-below.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import { isTooDense } from '../yaml/density.ts';
import { emitDocuments } from '../yaml/emit.ts';
import { parseYaml, type YamlDocument } from '../yaml/read.ts';
import type { BuildFolder } from './build-folder.ts';
import { configurationIn, type PackageConfiguration } from './configuration.ts';
import { yamlProblem } from './file-problem.ts';
import { fitsHeader, parseHeader } from './header.ts';
import { isKubernetesObject } from './is-kubernetes-object.ts';
import { buildFailed, generatedInBuild, noKustomization, notResolved, stackSetNotBuilt } from './kustomize-problem.ts';
import { listFolder } from './list-files.ts';
import { handEdited } from './load-stack.ts';
import { isStackFile, isStackSet } from './member.ts';
import { readGenerated } from './read-file.ts';
import { type FolderSources, type GeneratedEntry, readFolder, type SourceDocument, tooDense } from './sources.ts';

/** What surrounds a package whose StackSets kustomize builds. */
export interface KustomizeContext {
  readonly files: FileTree;
  /** All folders that were read, by path. */
  readonly around: ReadonlyMap<string, FolderSources>;
  readonly build?: BuildFolder;
}

/** The StackSets of a folder, each as a document with its place. */
export interface StackSetSources {
  readonly stackSets: readonly SourceDocument[];
  /** ConfigMaps and Secrets that were built with them; missing where nothing was built. */
  readonly built?: readonly PackageConfiguration[];
  /** Those that were rendered before, where none can be read now: name and namespace. */
  readonly unread: readonly StackSet[];
  readonly problems: readonly LocatedProblem[];
}

/** The names that kustomize looks for. */
const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The path of a folder's kustomization; undefined where it has none. */
export const kustomizationOf = (files: FileTree, folder: string): string | undefined =>
  KUSTOMIZATIONS.map((name) => join(folder, name)).find((path) => files.kindOf(path) !== undefined);

/**
 * The StackSets of a folder for which `source: kustomize` holds. The folder is a package where its RenderConfig and a kustomization lie in it;
 * StackSets in files are for kustomize to build: those of a base, or of a layer, which get the setting from above.
 */
export function kustomizeSources(folder: FolderSources, config: RenderConfig, context: KustomizeContext): StackSetSources {
  const own = folder.documents.find(({ object }) => object.kind === 'RenderConfig');
  if (!own) return { ...NOTHING, unread: [] };
  const read = readSources(folder, own, config, context);
  return read.problems.length === 0 ? { ...read, unread: [] } : aboutKnown(read, context.around.get(join(folder.path, config.output)));
}

type Read = Omit<StackSetSources, 'unread'>;

const NOTHING: Read = { stackSets: [], problems: [] };

/** Who reads on must know whom it is about: what was generated for a StackSet that cannot be read stays, and its controller tells of it. */
function aboutKnown(read: Read, output: FolderSources | undefined): StackSetSources {
  const headers = [...(output?.generated.values() ?? [])].filter(isStackFile).map(({ header }) => header);
  const owners = new Map(headers.map(({ stackset, namespace }) => [`${namespace ?? ''}/${stackset}`, { stackset, namespace }]));
  const unread = [...owners.values()].map(({ stackset: name, namespace }) => ({
    apiVersion: STACK_API_VERSION,
    kind: 'StackSet',
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  }));
  const problems = unread.flatMap((stackSet) => read.problems.map((problem) => ({ ...problem, object: referenceTo(stackSet) })));
  return { stackSets: [], unread: unread as unknown as readonly StackSet[], problems: problems.length > 0 ? problems : read.problems };
}

function readSources(folder: FolderSources, own: SourceDocument, config: RenderConfig, { files, around, build }: KustomizeContext): Read {
  const kustomization = kustomizationOf(files, folder.path);
  if (kustomization !== undefined && build) return readBuild(kustomization, folder.path, build);
  const kept = build ? problemsOnly() : readKept(files, join(folder.path, config.output), around);
  if (kept.stackSets.length + kept.problems.length > 0) return kept;
  if (kustomization !== undefined) return problemsOnly(notResolved(kustomization));
  return hasPackageBelow(folder.path, around) ? problemsOnly() : problemsOnly(noKustomization(own));
}

const problemsOnly = (...problems: readonly LocatedProblem[]): Read => ({ stackSets: [], problems });

/** A RenderConfig may be there for the overlays below it alone. */
const hasPackageBelow = (folder: string, around: KustomizeContext['around']): boolean =>
  [...around.values()].some(
    ({ path, documents }) => path !== folder && isAtOrBelow(path, folder) && documents.some(({ object }) => object.kind === 'RenderConfig'),
  );

function readBuild(kustomization: string, folder: string, build: BuildFolder): Read {
  const result = build(folder);
  if ('failure' in result) return problemsOnly(buildFailed(kustomization, result.failure));
  const { documents, problems } = parseYaml(result.yaml);
  if (problems.length > 0) return problemsOnly(...problems.map((problem) => yamlProblem(kustomization, problem)));
  const objects = documents.flatMap((document) => (isKubernetesObject(document.value) ? [{ document, object: document.value }] : []));
  const generated = objects.find(({ object }) => object.metadata?.annotations?.[STACK_HASH_ANNOTATION] !== undefined);
  if (generated) return problemsOnly(generatedInBuild(kustomization, generated.object));
  const stackSets = objects
    .filter(isStackSet)
    .map(({ document, object }) => ({ file: kustomization, document: placeless(document), object }));
  if (stackSets.length === 0) return problemsOnly(stackSetNotBuilt(kustomization));
  return { stackSets, built: configurationIn(documents, result.yaml), problems: [] };
}

/** Lines of what was built are none of any file. */
const placeless = (document: YamlDocument): YamlDocument => ({ ...document, line: 1, positionOf: () => ({ line: 1, column: 1 }) });

/** The StackSets as they were built last. */
function readKept(files: FileTree, output: string, around: KustomizeContext['around']): Read {
  const sources = around.get(output) ?? readFolder(files, listFolder(files, output));
  const entries = [...sources.generated.values()].filter(({ name }) => isResolvedFile(name));
  const read = entries.map((entry) => readEntry(files, join(output, entry.name), entry));
  return { stackSets: read.flatMap(({ stackSets }) => stackSets), problems: read.flatMap(({ problems }) => problems) };
}

/** What a tool wrote in another format says the same; an edit by hand would be lost with the next build. */
function readEntry(files: FileTree, file: string, { intact }: GeneratedEntry): Read {
  const content = readGenerated(files, file);
  const text = content.toString('utf8');
  if (isTooDense(text)) return problemsOnly(tooDense(file));
  const { documents, problems } = parseYaml(text);
  if (problems.length > 0) return problemsOnly(...problems.map((problem) => yamlProblem(file, problem)));
  const header = parseHeader(content);
  const [document] = documents;
  const object = document?.value as KubernetesObject | undefined;
  const isUnchanged = intact || (header !== undefined && fitsHeader(header, emitDocuments(documents.map(({ value }) => value))));
  if (!document || !object || !isStackSet({ object }) || !isUnchanged) return problemsOnly(handEdited(file));
  return { stackSets: [{ file, document, object: readResolved(object as StackSet) }], problems: [] };
}
