import type { LiveIndex, StackSetKey } from './cluster.ts';
import { type LiveObject, stackSetOf } from './live-object.ts';

/** API groups of the kinds that are looked for: other groups have kinds of the same name, such as Knative's Service. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  StackSet: ['zalando.org'],
  Stack: ['zalando.org'],
  Deployment: ['apps'],
  Service: [''],
  HorizontalPodAutoscaler: ['autoscaling'],
  Ingress: ['networking.k8s.io', 'extensions'],
  RouteGroup: ['zalando.org'],
  Application: ['argoproj.io'],
  Kustomization: ['kustomize.toolkit.fluxcd.io'],
};

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');

const isMeant = ({ apiVersion, kind }: LiveObject): boolean => GROUPS[kind]?.includes(groupOf(apiVersion)) ?? true;

const keyOf = (kind: string, namespace: string | undefined, name: string): string => `${kind}\n${namespace ?? ''}\n${name}`;

/** Live objects by kind, namespace and name. */
export class LiveObjects implements LiveIndex {
  readonly all: readonly LiveObject[];
  readonly #byKey: ReadonlyMap<string, LiveObject>;
  #byStackSet: ReadonlyMap<string, readonly LiveObject[]> | undefined;

  constructor(objects: readonly LiveObject[]) {
    this.all = objects.filter(isMeant);
    this.#byKey = new Map(this.all.map((object) => [keyOf(object.kind, object.metadata.namespace, object.metadata.name), object]));
  }

  find(kind: string, namespace: string | undefined, name: string): LiveObject | undefined {
    return this.#byKey.get(keyOf(kind, namespace, name));
  }

  ofStackSet({ namespace, name }: StackSetKey): readonly LiveObject[] {
    return this.#of(name).filter(({ metadata }) => metadata.namespace === namespace);
  }

  namespacesOf(stackSet: string): readonly string[] {
    return [...new Set(this.#of(stackSet).flatMap(({ metadata: { namespace } }) => namespace ?? []))].sort();
  }

  #of(stackSet: string): readonly LiveObject[] {
    this.#byStackSet ??= byStackSet(this.all);
    return this.#byStackSet.get(stackSet) ?? [];
  }
}

function byStackSet(objects: readonly LiveObject[]): ReadonlyMap<string, readonly LiveObject[]> {
  const groups = new Map<string, LiveObject[]>();
  for (const object of objects) {
    const stackSet = stackSetOf(object);
    if (stackSet === undefined) continue;
    const group = groups.get(stackSet);
    if (group) group.push(object);
    else groups.set(stackSet, [object]);
  }
  return groups;
}
