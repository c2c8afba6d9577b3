import type { LiveIndex, StackSetKey } from '../cluster.ts';
import { type LiveObject, stackSetOf } from '../live-object.ts';

type ByName = Map<string, LiveObject>;

/** What is known of a cluster, kept up to date by the watches. Whoever listens is told of the StackSets whose objects really changed. */
export class LiveCache implements LiveIndex {
  /** By kind and namespace, then name. */
  readonly #objects = new Map<string, ByName>();
  /** By StackSet, then namespace; an object by kind and name. */
  readonly #stackSets = new Map<string, Map<string, ByName>>();
  readonly #changed: (stackSet: StackSetKey) => void;

  constructor(changed: (stackSet: StackSetKey) => void) {
    this.#changed = changed;
  }

  find(kind: string, namespace: string | undefined, name: string): LiveObject | undefined {
    return this.#objects.get(placeOf(kind, namespace))?.get(name);
  }

  ofStackSet({ namespace, name }: StackSetKey): readonly LiveObject[] {
    return [
      ...(this.#stackSets
        .get(name)
        ?.get(namespace ?? '')
        ?.values() ?? []),
    ];
  }

  namespacesOf(stackSet: string): readonly string[] {
    return [...(this.#stackSets.get(stackSet)?.keys() ?? [])].filter((namespace) => namespace !== '').sort();
  }

  put(object: LiveObject): void {
    const { kind, metadata } = object;
    const before = this.find(kind, metadata.namespace, metadata.name);
    if (before && JSON.stringify(before) === JSON.stringify(object)) return;
    const place = placeOf(kind, metadata.namespace);
    const objects = this.#objects.get(place) ?? new Map<string, LiveObject>();
    this.#objects.set(place, objects.set(metadata.name, object));
    if (before && stackSetOf(before) !== stackSetOf(object)) this.#leave(before);
    this.#join(object);
    this.#tell(object);
  }

  remove(kind: string, namespace: string | undefined, name: string): void {
    const place = placeOf(kind, namespace);
    const objects = this.#objects.get(place);
    const object = objects?.get(name);
    if (!objects || !object) return;
    objects.delete(name);
    if (objects.size === 0) this.#objects.delete(place);
    this.#leave(object);
    this.#tell(object);
  }

  /** Takes a whole list: what it does not have is gone. @param namespace that was listed; all where it is undefined */
  replace(kind: string, namespace: string | undefined, objects: readonly LiveObject[]): void {
    const listed = new Set(objects.map(({ metadata }) => `${metadata.namespace}\n${metadata.name}`));
    for (const { metadata } of this.#all(kind, namespace)) {
      if (!listed.has(`${metadata.namespace}\n${metadata.name}`)) this.remove(kind, metadata.namespace, metadata.name);
    }
    for (const object of objects) this.put(object);
  }

  #all(kind: string, namespace: string | undefined): readonly LiveObject[] {
    if (namespace !== undefined) return [...(this.#objects.get(placeOf(kind, namespace))?.values() ?? [])];
    return [...this.#objects].flatMap(([place, objects]) => (place.startsWith(`${kind}\n`) ? [...objects.values()] : []));
  }

  #join(object: LiveObject): void {
    const { kind, metadata } = object;
    const stackSet = stackSetOf(object);
    if (stackSet === undefined) return;
    const namespaces = this.#stackSets.get(stackSet) ?? new Map<string, ByName>();
    const objects = namespaces.get(metadata.namespace ?? '') ?? new Map<string, LiveObject>();
    this.#stackSets.set(stackSet, namespaces.set(metadata.namespace ?? '', objects.set(`${kind}\n${metadata.name}`, object)));
  }

  #leave(object: LiveObject): void {
    const { kind, metadata } = object;
    const stackSet = stackSetOf(object) ?? '';
    const namespaces = this.#stackSets.get(stackSet);
    const objects = namespaces?.get(metadata.namespace ?? '');
    objects?.delete(`${kind}\n${metadata.name}`);
    if (objects?.size === 0) namespaces?.delete(metadata.namespace ?? '');
    if (namespaces?.size === 0) this.#stackSets.delete(stackSet);
  }

  #tell(object: LiveObject): void {
    const name = stackSetOf(object);
    if (name !== undefined) this.#changed({ namespace: object.metadata.namespace, name });
  }
}

const placeOf = (kind: string, namespace: string | undefined): string => `${kind}\n${namespace ?? ''}`;
