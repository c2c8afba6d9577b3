import type { ObjectMeta, StringMap } from '../model/kubernetes.ts';
import { type StackContext, withOwnAnnotations } from './child.ts';

/** Metadata of a route that is the StackSet's own, with the hash and the protection of the stack that it leads to most. */
export function routesMeta(
  { stackSetName, stack, hash, decision }: StackContext,
  suffix: string,
  labels: StringMap,
  annotations: StringMap,
): ObjectMeta {
  const { namespace } = stack.metadata;
  return {
    name: `${stackSetName}${suffix}`,
    ...(namespace !== undefined && { namespace }),
    labels,
    annotations: withOwnAnnotations(annotations, hash, decision.weight),
  };
}
