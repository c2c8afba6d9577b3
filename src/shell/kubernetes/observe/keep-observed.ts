import { STACKSET_LABEL } from '../../../core/model/annotations.ts';
import { fieldAt } from '../../../core/schema/field-at.ts';
import { DELIVERY_LABELS } from '../../delivery/find-deliveries.ts';
import { type LiveObject, listAt, textAt } from '../live-object.ts';
import type { ObservedResource, WatchedKind } from './observed-resource.ts';

/** Fields that are kept besides the metadata, by kind; a path ends where a value is kept whole. */
const FIELDS: Readonly<Record<WatchedKind, readonly (readonly string[])[]>> = {
  Deployment: [
    ['spec', 'replicas'],
    ...['observedGeneration', 'replicas', 'updatedReplicas', 'readyReplicas'].map((field) => ['status', field]),
  ],
  Service: [],
  HorizontalPodAutoscaler: [['status', 'desiredReplicas']],
  Ingress: [],
  RouteGroup: [],
  StackSet: [['status']],
  Stack: [['status']],
};

/** As large as the object itself, and nothing decides on it. */
const LEFT_OUT_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** Whose it is, and what applied it. */
const KEPT_LABELS: readonly string[] = [STACKSET_LABEL, ...DELIVERY_LABELS];

/**
 * What is kept of a live object: what observations, Events and statuses read. A whole one takes about ten times the memory, and changes
 * every few seconds where an autoscaler writes its measurements.
 * @param item as the API server sends it; in a list it does not say its kind
 */
export function keepObserved({ kind, apiVersion }: ObservedResource, item: unknown): LiveObject {
  const kept: Record<string, unknown> = { apiVersion, kind, metadata: keptMetadata(kind, item) };
  for (const [top = '', field] of FIELDS[kind]) {
    const value = fieldAt(item, field === undefined ? [top] : [top, field]);
    if (value === undefined) continue;
    kept[top] = field === undefined ? value : { ...(kept[top] as object | undefined), [field]: value };
  }
  if (kind === 'RouteGroup') kept.spec = keptRoutes(item);
  return kept as unknown as LiveObject;
}

function keptMetadata(kind: WatchedKind, item: unknown): LiveObject['metadata'] {
  const labels = KEPT_LABELS.flatMap((key) => {
    const value = textAt(item, ['metadata', 'labels', key]);
    return value === undefined ? [] : [[key, value] as const];
  });
  const annotations = keptAnnotations(fieldAt(item, ['metadata', 'annotations']));
  const namespace = textAt(item, ['metadata', 'namespace']);
  const generation = fieldAt(item, ['metadata', 'generation']);
  // Events name the object that they are about by its uid.
  const uid = kind === 'Deployment' || kind === 'StackSet' ? textAt(item, ['metadata', 'uid']) : undefined;
  return {
    name: textAt(item, ['metadata', 'name']) ?? '',
    ...(namespace !== undefined && { namespace }),
    ...(typeof generation === 'number' && { generation }),
    ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
    ...(annotations !== undefined && { annotations }),
    ...(uid !== undefined && { uid }),
  };
}

/** All others: which one holds weights is a setting of each package. */
function keptAnnotations(annotations: unknown): LiveObject['metadata']['annotations'] {
  const kept = Object.entries(annotations ?? {}).filter(([key, value]) => typeof value === 'string' && key !== LEFT_OUT_ANNOTATION);
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** The segment is in the first route's predicates, weights are in the backends. */
function keptRoutes(item: unknown): unknown {
  const predicates = listAt(item, ['spec', 'routes', 0, 'predicates']);
  const defaultBackends = listAt(item, ['spec', 'defaultBackends']);
  return {
    ...(predicates.length > 0 && { routes: [{ predicates }] }),
    ...(defaultBackends.length > 0 && { defaultBackends }),
  };
}
