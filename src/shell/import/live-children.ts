import { STACK_HASH_ANNOTATION, STACK_VERSION_LABEL, STACKSET_LABEL } from '../../core/model/annotations.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import { fieldAt } from '../../core/schema/field-at.ts';
import { type LiveObject, listAt } from '../kubernetes/live-object.ts';
import { STACK_GENERATION_ANNOTATION } from '../kubernetes/observe-stacks.ts';

/** Whether a live object was generated for this Stack: by its owner or, where it was orphaned, by what the generator noted on it. */
export function isChildOf(object: LiveObject, { metadata }: KubernetesObject): boolean {
  if (object.kind === 'Stack' || object.metadata.namespace !== metadata.namespace) return false;
  const owners = ownersOf(object);
  if (owners.length > 0) return owners.some(({ kind, name }) => kind === 'Stack' && name === metadata.name);
  const { labels = {} } = object.metadata;
  return isGenerated(object) && [STACKSET_LABEL, STACK_VERSION_LABEL].every((label) => labels[label] === metadata.labels?.[label]);
}

/** Whether a live object belongs to some Stack, in the dump or not. */
export const isChild = (object: LiveObject): boolean =>
  object.kind !== 'Stack' && (ownersOf(object).some(({ kind }) => kind === 'Stack') || isGenerated(object));

/** Whether a live object is this StackSet's own, such as the Ingress that shares requests by weights. */
export const isOwnedByStackSet = (object: LiveObject, { metadata }: KubernetesObject): boolean =>
  object.kind !== 'Stack' &&
  object.metadata.namespace === metadata.namespace &&
  ownersOf(object).some(({ kind, name }) => kind === 'StackSet' && name === metadata.name);

const isGenerated = ({ metadata: { annotations = {} } }: LiveObject): boolean =>
  annotations[STACK_GENERATION_ANNOTATION] !== undefined || annotations[STACK_HASH_ANNOTATION] !== undefined;

const ownersOf = (object: LiveObject): readonly { readonly kind: unknown; readonly name: unknown }[] =>
  listAt(object, ['metadata', 'ownerReferences']).map((owner) => ({ kind: fieldAt(owner, ['kind']), name: fieldAt(owner, ['name']) }));
