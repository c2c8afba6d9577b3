import type { Json, KubernetesObject, StringMap } from '../model/kubernetes.ts';

/** What the API server, kubectl, a GitOps tool or stackset-controller noted on an object about a cluster, and Git has no use for. */
const CLUSTER_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'argocd.argoproj.io/tracking-id',
  'stackset-controller.zalando.org/stack-generation',
  'stackset-controller.zalando.org/updated-timestamp',
];

/**
 * A live object as a person would have written it: without status, without the metadata that a cluster adds (uid, resourceVersion,
 * ownerReferences and the like), and without fields that are null, which mean what a missing field means.
 */
export function cleanObject<Kind extends KubernetesObject>({ apiVersion, kind, metadata, status: _, ...fields }: Kind): Kind {
  const { name, namespace, labels } = metadata;
  const annotations = withoutClusterAnnotations(metadata.annotations);
  const meta = {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels && Object.keys(labels).length > 0 && { labels }),
    ...(annotations && { annotations }),
  };
  const rest = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, withoutNulls(value as Json)]));
  return { apiVersion, kind, metadata: meta, ...rest } as unknown as Kind;
}

function withoutClusterAnnotations(annotations: StringMap = {}): StringMap | undefined {
  const kept = Object.entries(annotations).filter(([key]) => !CLUSTER_ANNOTATIONS.includes(key));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** Items of a list stay, for their places have meaning. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutNulls(item));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).flatMap(([field, inner]): readonly [string, Json][] =>
    inner === null || inner === undefined ? [] : [[field, withoutNulls(inner)]],
  );
  return Object.fromEntries(fields);
}
