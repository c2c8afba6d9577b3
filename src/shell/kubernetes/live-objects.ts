import type { LiveObject } from './live-object.ts';

/** API groups of the kinds that are looked for: other groups have kinds of the same name, such as Knative's Service. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  StackSet: ['zalando.org'],
  Stack: ['zalando.org'],
  Deployment: ['apps'],
  Service: [''],
  HorizontalPodAutoscaler: ['autoscaling'],
  Ingress: ['networking.k8s.io', 'extensions'],
  RouteGroup: ['zalando.org'],
};

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');

const isMeant = ({ apiVersion, kind }: LiveObject): boolean => GROUPS[kind]?.includes(groupOf(apiVersion)) ?? true;

const keyOf = (kind: string, namespace: string | undefined, name: string): string => `${kind}\n${namespace ?? ''}\n${name}`;

/** Live objects by kind, namespace and name. */
export class LiveObjects {
  readonly all: readonly LiveObject[];
  readonly #byKey: ReadonlyMap<string, LiveObject>;

  constructor(objects: readonly LiveObject[]) {
    this.all = objects.filter(isMeant);
    this.#byKey = new Map(this.all.map((object) => [keyOf(object.kind, object.metadata.namespace, object.metadata.name), object]));
  }

  find(kind: string, namespace: string | undefined, name: string): LiveObject | undefined {
    return this.#byKey.get(keyOf(kind, namespace, name));
  }
}
