import { STACKSET_LABEL } from '../../core/model/annotations.ts';
import { referenceTo } from '../../core/model/kubernetes.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';

/**
 * Where a StackSet's live objects are: in its own namespace, else in the one that a person names, else in the only one that has
 * objects of it. undefined where the cluster has none.
 */
export function liveNamespace(
  stackSet: StackSet,
  live: LiveObjects,
  given: string | undefined,
): { readonly namespace?: string; readonly problems: readonly Problem[] } {
  const named = stackSet.metadata.namespace ?? given;
  if (named !== undefined) return { namespace: named, problems: [] };
  const { name } = stackSet.metadata;
  const own = live.all.filter((object) => isOf(name, object)).map(({ metadata }) => metadata.namespace);
  const [namespace, ...others] = [...new Set(own.filter((found) => found !== undefined))].sort();
  if (namespace === undefined) return { problems: [] };
  return others.length === 0 ? { namespace, problems: [] } : { problems: [ambiguous(stackSet, [namespace, ...others])] };
}

const isOf = (name: string, { kind, metadata }: LiveObject): boolean =>
  metadata.labels?.[STACKSET_LABEL] === name || (kind === 'StackSet' && metadata.name === name);

const ambiguous = (stackSet: StackSet, namespaces: readonly string[]): Problem => ({
  severity: 'error',
  reason: 'NamespaceAmbiguous',
  object: referenceTo(stackSet),
  path: ['metadata', 'name'],
  message: `the StackSet names no namespace, and ${namespaces.join(' and ')} have objects of it`,
  remedy: 'Say which one is meant with --namespace.',
});
