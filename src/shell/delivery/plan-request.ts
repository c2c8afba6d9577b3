import type { DeliveryReference } from '../../core/model/delivery.ts';
import { textAt } from '../kubernetes/live-object.ts';
import type { GitOpsReference } from './delivery-path.ts';
import { REFRESH_ANNOTATION } from './read-progress.ts';

/** One annotation on one object: all that is ever written of Argo CD's and Flux's. */
export interface DeliveryRequest {
  readonly target: GitOpsReference;
  readonly annotation: string;
  readonly value: string;
}

const RECONCILE_ANNOTATION = 'reconcile.fluxcd.io/requestedAt';

/**
 * How to ask a delivery to look at Git; undefined where nobody can, since it takes its files from somewhere else. An Application takes the
 * annotation away when it has looked. Of Flux the source is asked: a new revision of it wakes the Kustomization by itself, which, asked
 * at the same moment, would apply the old one once more.
 * https://argo-cd.readthedocs.io/en/stable/user-guide/annotations-and-labels/
 * https://fluxcd.io/flux/components/source/gitrepositories/#triggering-a-reconcile
 * @param object the Application or Kustomization as it is
 * @param now RFC 3339; another than that of the last request
 */
export function planRequest(reference: DeliveryReference, object: unknown, now: string): DeliveryRequest | undefined {
  if (reference.kind === 'Application') return { target: reference, annotation: REFRESH_ANNOTATION, value: 'normal' };
  const [kind, name] = [textAt(object, ['spec', 'sourceRef', 'kind']), textAt(object, ['spec', 'sourceRef', 'name'])];
  if (kind !== 'GitRepository' || name === undefined) return undefined;
  const namespace = textAt(object, ['spec', 'sourceRef', 'namespace']) ?? reference.namespace;
  return { target: { kind, namespace, name }, annotation: RECONCILE_ANNOTATION, value: now };
}
