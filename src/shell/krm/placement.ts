import type { KrmObject } from './item.ts';

/**
 * Where an item comes from and goes to. Orchestrators use the `internal.` names, older ones the others, most both.
 * https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
 */
const PATH = ['internal.config.kubernetes.io/path', 'config.kubernetes.io/path'] as const;
const INDEX = ['internal.config.kubernetes.io/index', 'config.kubernetes.io/index'] as const;

/** A file, and the place of a document in it. Paths are relative to the orchestrator's folder, with `/`. */
export interface Placement {
  readonly path: string;
  /** From 0. */
  readonly index: number;
}

/** What `kustomize build` knows its resources by on their way through a function. */
const KUSTOMIZE_ID = 'kustomize.config.k8s.io/id';

const annotationsOf = (object: KrmObject): Readonly<Record<string, string>> => object.metadata?.annotations ?? {};

const first = (object: KrmObject, names: readonly string[]): string | undefined =>
  names.map((name) => annotationsOf(object)[name]).find((value) => typeof value === 'string' && value !== '');

/**
 * Undefined for an item without a file, as in `kustomize build`. There, once a first function has run, items have paths all the
 * same: `<kind>_<name>.yaml`, made up by kyaml and of no meaning; kustomize's own id tells.
 */
export function placementOf(object: KrmObject): Placement | undefined {
  const path = KUSTOMIZE_ID in annotationsOf(object) ? undefined : first(object, PATH);
  return path === undefined ? undefined : { path, index: Number(first(object, INDEX) ?? 0) };
}

/** The annotations of a pair that name different places: which of them is right cannot be known. */
export function contradictions(object: KrmObject): readonly (readonly [string, string])[] {
  const annotations = annotationsOf(object);
  return [PATH, INDEX].filter(([internal, legacy]) => {
    const values = [annotations[internal], annotations[legacy]].filter(Boolean);
    return values.length === 2 && values[0] !== values[1];
  });
}

/** How kyaml is to indent the sequences of the file: `wide` where a tool wrote it so, and compact where it is not said. */
const SEQUENCE_INDENT = 'internal.config.kubernetes.io/seqindent';

/** Annotations that orchestrators keep their books with: they travel with an item and are no part of the object. */
const isBookkeeping = (name: string): boolean =>
  name.startsWith('internal.config.kubernetes.io/') ||
  name.startsWith('kustomize.config.k8s.io/') ||
  name === 'config.k8s.io/id' ||
  (PATH as readonly string[]).includes(name) ||
  (INDEX as readonly string[]).includes(name);

/** The object as it is in its file. */
export function withoutBookkeeping<T extends KrmObject>(object: T): T {
  const { annotations } = object.metadata ?? {};
  if (!annotations || !Object.keys(annotations).some(isBookkeeping)) return object;
  const own = Object.entries(annotations).filter(([name]) => !isBookkeeping(name));
  const { annotations: _annotations, ...metadata } = object.metadata ?? {};
  if (own.length > 0) return { ...object, metadata: { ...object.metadata, annotations: Object.fromEntries(own) } };
  // Of a Kustomization without a name nothing may be left; the orchestrator added the metadata then.
  if (Object.keys(metadata).length > 0) return { ...object, metadata };
  const { metadata: _metadata, ...rest } = object;
  return rest as T;
}

/** An object in the place of another: with its books, so that an orchestrator takes it for the same item. */
export function inPlaceOf(object: KrmObject, previous: KrmObject): KrmObject {
  const books = Object.entries(annotationsOf(previous)).filter(([name]) => isBookkeeping(name) && name !== SEQUENCE_INDENT);
  return annotate(object, Object.fromEntries(books));
}

/** An object that is to be written to a file. */
export function placeAt(object: KrmObject, { path, index }: Placement): KrmObject {
  // Integers as text: kpt refuses an index that YAML reads as a number.
  const places = [...PATH.map((name) => [name, path]), ...INDEX.map((name) => [name, String(index)])];
  return annotate(object, Object.fromEntries(places));
}

export function annotate(object: KrmObject, annotations: Readonly<Record<string, string>>): KrmObject {
  if (Object.keys(annotations).length === 0) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotationsOf(object), ...annotations } } };
}

/** The folder of a file, without the last `/`; '' at the top. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const joinPath = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
