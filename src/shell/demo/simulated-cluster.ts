import { isDeepStrictEqual } from 'node:util';
import { LOCAL_CONFIG_ANNOTATION, PRUNE_PROTECTION, STACKSET_LABEL } from '../../core/model/annotations.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { Cluster, Freshness, LiveIndex, StackSetKey } from '../kubernetes/cluster.ts';
import { countAt, type LiveObject } from '../kubernetes/live-object.ts';

/** Where objects go that name no namespace. */
const NAMESPACE = 'default';

const FRESH: Freshness = { fresh: true, ageSeconds: 0 };

const keyOf = ({ kind, metadata }: KubernetesObject): string => `${kind}/${metadata.namespace}/${metadata.name}`;

/**
 * A cluster of objects in memory, with as much of a GitOps tool and of the Deployment and autoscaling controllers as a rollout needs.
 * Nothing happens by itself: `apply` and `progress` are told when.
 */
export class SimulatedCluster implements Cluster {
  readonly #objects = new Map<string, LiveObject>();
  readonly #listeners = new Set<(stackSet: StackSetKey | undefined) => void>();
  /** Stacks of which no pod gets ready. */
  readonly #crashing = new Set<string>();
  readonly #byStackSet = new Map<string, Map<string, LiveObject>>();
  #freshness: Freshness = FRESH;

  snapshot(): LiveIndex {
    const labelled = (name: string): readonly LiveObject[] => [...(this.#byStackSet.get(name)?.values() ?? [])];
    return {
      find: (kind, namespace, name) => this.#objects.get(`${kind}/${namespace}/${name}`),
      ofStackSet: ({ namespace, name }) => labelled(name).filter(({ metadata }) => metadata.namespace === namespace),
      namespacesOf: (name) => [...new Set(labelled(name).flatMap(({ metadata }) => metadata.namespace ?? []))].sort(),
    };
  }

  /** Everything that it has. */
  get objects(): readonly LiveObject[] {
    return [...this.#objects.values()];
  }

  freshness(): Freshness {
    return this.#freshness;
  }

  async confirm(): Promise<Freshness> {
    return this.#freshness;
  }

  async settled(): Promise<Freshness> {
    return this.#freshness;
  }

  onChange(listener: (stackSet: StackSetKey | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
  }

  /** From now on the cluster is out of sight, for this reason; undefined brings it back. */
  hide(reason: string | undefined, since = '2026-03-01T12:00:00Z'): void {
    this.#freshness = reason === undefined ? FRESH : { fresh: false, since, reason };
    for (const listener of this.#listeners) listener(undefined);
  }

  /** No pod of a stack gets ready, or all do again. */
  crash(stack: string, crashes: boolean): void {
    if (crashes) this.#crashing.add(stack);
    else this.#crashing.delete(stack);
  }

  /** What Argo CD and Flux make of a commit: everything in it is applied, and what is in it no more is pruned, unless it is protected. */
  apply(objects: readonly KubernetesObject[]): void {
    const wanted = objects
      .filter(({ kind, metadata }) => kind !== 'Kustomization' && metadata?.annotations?.[LOCAL_CONFIG_ANNOTATION] === undefined)
      .map((object) => ({ ...object, metadata: { namespace: NAMESPACE, ...object.metadata } }));
    for (const object of wanted) this.#put(applied(this.#objects.get(keyOf(object)), object));
    const keys = new Set(wanted.map(keyOf));
    for (const [key, live] of this.#objects) if (!keys.has(key) && !isProtected(live)) this.#delete(key, live);
  }

  /** Autoscalers and Deployments do their work: as many pods as there are to be, all of them ready, unless they crash. */
  progress(): void {
    for (const live of this.#objects.values()) if (live.kind === 'HorizontalPodAutoscaler') this.#autoscale(live);
    for (const live of this.#objects.values()) if (live.kind === 'Deployment') this.#put(this.#run(live));
  }

  /** A live object, to look at. */
  find(kind: string, name: string, namespace = NAMESPACE): LiveObject | undefined {
    return this.#objects.get(`${kind}/${namespace}/${name}`);
  }

  #autoscale({ metadata, spec }: LiveObject): void {
    const deployment = this.#objects.get(`Deployment/${metadata.namespace}/${metadata.name}`);
    const replicas = countAt(deployment, ['spec', 'replicas']) ?? 1;
    const least = countAt({ spec }, ['spec', 'minReplicas']) ?? 1;
    // An autoscaler leaves a Deployment with 0 pods alone.
    if (deployment && replicas > 0 && replicas < least) this.#put(changed(deployment, { ...(deployment.spec as object), replicas: least }));
  }

  #run(deployment: LiveObject): LiveObject {
    const replicas = countAt(deployment, ['spec', 'replicas']) ?? 1;
    const ready = this.#crashing.has(deployment.metadata.name) ? 0 : replicas;
    const status = { observedGeneration: deployment.metadata.generation, updatedReplicas: replicas, readyReplicas: ready };
    return { ...deployment, status };
  }

  #put(object: LiveObject): void {
    const key = keyOf(object);
    if (isDeepStrictEqual(this.#objects.get(key), object)) return;
    this.#objects.set(key, object);
    const name = object.metadata.labels?.[STACKSET_LABEL] ?? '';
    const siblings = this.#byStackSet.get(name);
    if (siblings) siblings.set(key, object);
    else this.#byStackSet.set(name, new Map([[key, object]]));
    this.#changed(object);
  }

  #delete(key: string, object: LiveObject): void {
    this.#objects.delete(key);
    this.#byStackSet.get(object.metadata.labels?.[STACKSET_LABEL] ?? '')?.delete(key);
    this.#changed(object);
  }

  #changed({ metadata: { namespace, labels } }: LiveObject): void {
    const name = labels?.[STACKSET_LABEL];
    if (name === undefined) return;
    for (const listener of this.#listeners) listener({ namespace, name });
  }
}

/** Git has the last word on every field it names; what it leaves to an autoscaler stays. Status is the cluster's own. */
function applied(live: LiveObject | undefined, object: KubernetesObject): LiveObject {
  const { replicas } = (live?.spec ?? {}) as { readonly replicas?: number };
  const isAutoscaled = object.kind === 'Deployment' && !('replicas' in (object.spec as object));
  // A number that Git takes out again is 1 at first, as measured on a real API server.
  const kept = isAutoscaled && replicas !== undefined ? { replicas: Math.max(1, replicas) } : {};
  const next = {
    ...object,
    metadata: { ...object.metadata, generation: 1 },
    ...('spec' in object && { spec: { ...(object.spec as object), ...kept } }),
  };
  if (!live) return next;
  const { generation = 1 } = live.metadata;
  const generationNow = isDeepStrictEqual(live.spec, next.spec) ? generation : generation + 1;
  return { ...next, metadata: { ...next.metadata, generation: generationNow }, ...('status' in live && { status: live.status }) };
}

const changed = (object: LiveObject, spec: object): LiveObject => ({
  ...object,
  metadata: { ...object.metadata, generation: (object.metadata.generation ?? 1) + 1 },
  spec,
});

const isProtected = ({ metadata: { annotations = {} } }: LiveObject): boolean =>
  Object.entries(PRUNE_PROTECTION).some(([key, value]) => annotations[key]?.split(',').includes(value));
