import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from './cluster.ts';
import { argumentOf, isProtected, isRoute, keyOf, type Manifest, parseManifests } from './manifest.ts';

export interface ApplyOptions {
  /** Routes are applied one by one, in a random order, with a pause before each. */
  readonly spreadRoutes?: {
    readonly pauseMs: number;
    /** From 0 up to 1, as Math.random. */
    readonly random: () => number;
  };
  /** Objects that left Git go before the others are applied, as in Argo CD, and not after, as in Flux. */
  readonly pruneFirst?: boolean;
}

const PART_OF = 'applyset.kubernetes.io/part-of';

/** The ConfigMap that stands for the ApplySet of a namespace. */
const PARENT = 'configmaps/applied-from-git';

/**
 * Makes a namespace hold what a kustomization says: `kubectl apply --server-side -k` with pruning by ApplySet.
 *
 * An ApplySet knows no protection: its pruning deletes every object with its label that was not applied. So an object
 * that left Git while its live version is protected gets another value of that label first, and the old one again once
 * it is protected no more. And kubectl refuses a kustomization without objects ("no objects passed to apply"), which for
 * a GitOps tool means that all of them left: those are deleted by name.
 */
export async function applyFolder(cluster: Cluster, namespace: string, folder: string, options: ApplyOptions = {}): Promise<void> {
  const desired = parseManifests(await cluster.kubectl(['kustomize', folder]));
  const orphans = await spareProtected(cluster, namespace, desired);
  if (options.pruneFirst === true || desired.length === 0) await remove(cluster, namespace, orphans);
  if (desired.length === 0) return;
  if (options.spreadRoutes !== undefined) await spreadRoutes(cluster, namespace, desired, options.spreadRoutes);
  const apply = ['apply', '--server-side', '--force-conflicts', '--namespace', namespace];
  await cluster.kubectl([...apply, '-k', folder, '--prune', `--applyset=${PARENT}`]);
}

/** Gives the objects that left Git and may go. */
async function spareProtected(cluster: Cluster, namespace: string, desired: readonly Manifest[]): Promise<readonly Manifest[]> {
  const set = await readSet(cluster, namespace);
  if (set === undefined) return [];
  const wanted = new Set(desired.map(keyOf));
  const orphans = set.members.filter((member) => !wanted.has(keyOf(member)));
  for (const orphan of orphans) {
    const value = isProtected(orphan) ? sparedBy(set.id) : set.id;
    if (orphan.metadata.labels?.[PART_OF] === value) continue;
    await cluster.kubectl(['label', '--namespace', namespace, argumentOf(orphan), `${PART_OF}=${value}`, '--overwrite']);
  }
  return orphans.filter((orphan) => !isProtected(orphan));
}

const sparedBy = (id: string): string => `${id}-spared`;

/** The ApplySet's id and all objects that it has applied and not removed; undefined before the first apply. */
async function readSet(
  cluster: Cluster,
  namespace: string,
): Promise<{ readonly id: string; readonly members: readonly Manifest[] } | undefined> {
  const get = ['get', '--namespace', namespace, '-o', 'json', '--ignore-not-found'];
  const text = await cluster.kubectl([...get, PARENT]);
  if (text === '') return undefined;
  const { labels, annotations } = (JSON.parse(text) as Manifest).metadata;
  const id = labels?.['applyset.kubernetes.io/id'] ?? '';
  const kinds = annotations?.['applyset.kubernetes.io/contains-group-kinds'] ?? '';
  const list = await cluster.kubectl([...get, kinds, '--selector', `${PART_OF} in (${id}, ${sparedBy(id)})`]);
  return { id, members: list === '' ? [] : (JSON.parse(list) as { items: readonly Manifest[] }).items };
}

async function remove(cluster: Cluster, namespace: string, objects: readonly Manifest[]): Promise<void> {
  if (objects.length === 0) return;
  await cluster.kubectl(['delete', '--namespace', namespace, '--wait=false', '--ignore-not-found', ...objects.map(argumentOf)]);
}

/** What routes point at comes first, as in every GitOps tool. */
async function spreadRoutes(
  cluster: Cluster,
  namespace: string,
  desired: readonly Manifest[],
  { pauseMs, random }: NonNullable<ApplyOptions['spreadRoutes']>,
): Promise<void> {
  const apply = (items: readonly Manifest[]): Promise<string> =>
    cluster.kubectl(['apply', '--server-side', '--force-conflicts', '--namespace', namespace, '-f', '-'], {
      input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    });
  const others = desired.filter((object) => !isRoute(object));
  if (others.length > 0) await apply(others);
  const drawn = desired.filter(isRoute).map((route) => ({ route, place: random() }));
  for (const { route } of drawn.sort((one, other) => one.place - other.place)) {
    await sleep(pauseMs);
    await apply([route]);
  }
}
