import { fieldAt } from '../../../core/schema/field-at.ts';

type Fields = Record<string, unknown>;

/** An object as the API server keeps it. */
export interface StoredObject extends Fields {
  readonly metadata: Fields & {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly resourceVersion: string;
  };
}

export interface StoredChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** `/apis/apps/v1 deployments`: root and plural. */
  readonly place: string;
  readonly object: StoredObject;
}

/** The objects of a fake API server, with a resourceVersion that counts all changes. */
export class FakeStore {
  readonly #objects = new Map<string, Map<string, StoredObject>>();
  readonly #listeners = new Set<(change: StoredChange) => void>();
  readonly #history: StoredChange[] = [];
  version = 100;

  list(place: string, namespace: string | undefined, label: string | undefined): readonly StoredObject[] {
    return [...(this.#objects.get(place)?.values() ?? [])].filter(
      ({ metadata }) =>
        (namespace === undefined || metadata.namespace === namespace) && (label === undefined || metadata.labels?.[label] !== undefined),
    );
  }

  get(place: string, namespace: string | undefined, name: string): StoredObject | undefined {
    return this.#objects.get(place)?.get(`${namespace ?? ''}/${name}`);
  }

  put(place: string, object: unknown): StoredObject {
    this.version++;
    const metadata = { ...(fieldAt(object, ['metadata']) as Fields), resourceVersion: String(this.version) } as StoredObject['metadata'];
    const stored = { ...(object as Fields), metadata };
    const objects = this.#objects.get(place) ?? new Map<string, StoredObject>();
    const key = `${metadata.namespace ?? ''}/${metadata.name}`;
    const type = objects.has(key) ? 'MODIFIED' : 'ADDED';
    this.#objects.set(place, objects.set(key, stored));
    this.#tell({ type, place, object: stored });
    return stored;
  }

  delete(place: string, namespace: string | undefined, name: string): void {
    const object = this.get(place, namespace, name);
    if (!object) return;
    this.version++;
    this.#objects.get(place)?.delete(`${namespace ?? ''}/${name}`);
    this.#tell({ type: 'DELETED', place, object: { ...object, metadata: { ...object.metadata, resourceVersion: String(this.version) } } });
  }

  /** The changes after a resourceVersion, the oldest first. */
  changesSince(version: number): readonly StoredChange[] {
    return this.#history.filter(({ object }) => Number(object.metadata.resourceVersion) > version);
  }

  onChange(listener: (change: StoredChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(change: StoredChange): void {
    this.#history.push(change);
    for (const listener of this.#listeners) listener(change);
  }
}

/** https://www.rfc-editor.org/rfc/rfc7396 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Fields = typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}
