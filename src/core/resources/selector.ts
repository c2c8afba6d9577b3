import { STACK_VERSION_LABEL, STACKSET_LABEL } from '../model/annotations.ts';
import type { StringMap } from '../model/kubernetes.ts';
import type { Stack } from '../model/stack.ts';

/** What finds a stack's pods: two labels, and no other, for a selector cannot change once the Deployment exists. */
export function podSelector({ metadata: { labels = {} } }: Stack): StringMap {
  return Object.fromEntries(
    [STACKSET_LABEL, STACK_VERSION_LABEL].flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]])),
  );
}

/** Labels of the pods: the Stack's, under what the pod template says itself. */
export const podLabels = ({ metadata, spec }: Stack): StringMap => ({ ...metadata.labels, ...spec.podTemplate.metadata?.labels });
