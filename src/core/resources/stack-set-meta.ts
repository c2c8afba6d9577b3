import type { ObjectMeta, StringMap } from '../model/kubernetes.ts';
import { type StackContext, withOwnAnnotations } from './child.ts';

/** Metadata of a route that is the StackSet's own, with the hash and the protection of the stack that it leads to most. */
export function routesMeta(context: StackContext, suffix: string, labels: StringMap, annotations: StringMap): ObjectMeta {
  const { namespace } = context.stack.metadata;
  return {
    name: `${context.stackSetName}${suffix}`,
    ...(namespace !== undefined && { namespace }),
    labels,
    annotations: withOwnAnnotations(annotations, context),
  };
}
