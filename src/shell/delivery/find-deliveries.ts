import type { DeliveryReference } from '../../core/model/delivery.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';

/** https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/ */
const TRACKING_ANNOTATION = 'argocd.argoproj.io/tracking-id';
const INSTANCE_LABEL = 'app.kubernetes.io/instance';

/** https://fluxcd.io/flux/components/kustomize/kustomizations/#garbage-collection */
const FLUX_NAME_LABEL = 'kustomize.toolkit.fluxcd.io/name';
const FLUX_NAMESPACE_LABEL = 'kustomize.toolkit.fluxcd.io/namespace';

/** Labels that say what applied an object. */
export const DELIVERY_LABELS = [INSTANCE_LABEL, FLUX_NAME_LABEL, FLUX_NAMESPACE_LABEL] as const;

/** `<application>:<group>/<kind>:<namespace>/<name>`, of the object that carries it. */
const TRACKING_ID = /^(?<application>[^:]+):[^/:]*\/(?<kind>[^/:]+):(?<namespace>[^/:]*)\/(?<name>[^/:]+)$/;

/**
 * What applied some live objects, by what they say of themselves; none twice. The label that Argo CD may track by is one that others use
 * too, so it counts only where nothing better is known, and may name an Application that there is not.
 * @param argoCDNamespace where Applications are that are named without a namespace
 */
export function findDeliveries(objects: readonly LiveObject[], argoCDNamespace: string): readonly DeliveryReference[] {
  const marked = objects.flatMap((object) => [...trackedBy(object, argoCDNamespace), ...reconciledBy(object)]);
  return distinct(marked.length > 0 ? marked : objects.flatMap((object) => labelledBy(object, argoCDNamespace)));
}

export function distinct(references: readonly DeliveryReference[]): readonly DeliveryReference[] {
  return [...new Map(references.map((reference) => [keyOf(reference), reference])).values()];
}

/** Distinguishes it from all others in the cluster. */
export const keyOf = ({ kind, namespace, name }: DeliveryReference): string => `${kind}/${namespace}/${name}`;

/** An annotation that was copied from another object says nothing of this one; Argo CD sees it likewise. */
function trackedBy({ kind, metadata }: LiveObject, argoCDNamespace: string): readonly DeliveryReference[] {
  const found = TRACKING_ID.exec(metadata.annotations?.[TRACKING_ANNOTATION] ?? '')?.groups;
  const isOwn = found?.kind === kind && found.name === metadata.name && found.namespace === (metadata.namespace ?? '');
  return isOwn && found.application !== undefined ? [applicationNamed(found.application, argoCDNamespace)] : [];
}

function labelledBy({ metadata }: LiveObject, argoCDNamespace: string): readonly DeliveryReference[] {
  const name = metadata.labels?.[INSTANCE_LABEL];
  return name ? [applicationNamed(name, argoCDNamespace)] : [];
}

/** Applications outside of Argo CD's own namespace are named with theirs, by the one character that no name has. */
function applicationNamed(instance: string, argoCDNamespace: string): DeliveryReference {
  const [first = '', ...rest] = instance.split('_');
  return rest.length > 0
    ? { kind: 'Application', namespace: first, name: rest.join('_') }
    : { kind: 'Application', namespace: argoCDNamespace, name: first };
}

function reconciledBy({ metadata: { labels = {} } }: LiveObject): readonly DeliveryReference[] {
  const [name, namespace] = [labels[FLUX_NAME_LABEL], labels[FLUX_NAMESPACE_LABEL]];
  return name && namespace ? [{ kind: 'Kustomization', namespace, name }] : [];
}
