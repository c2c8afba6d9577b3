import { referenceTo } from '../../core/model/kubernetes.ts';
import type { Problem } from '../../core/model/problem.ts';
import type { StackSet } from '../../core/model/stack-set.ts';
import type { Target } from '../../core/model/sync-config.ts';
import type { LiveIndex } from '../kubernetes/cluster.ts';
import { foldersFrom } from './find-packages.ts';

export interface FoundNamespace {
  /** undefined where nothing says which one it is: the cluster has no objects of the StackSet. */
  readonly namespace: string | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Where a StackSet's live objects are: in the namespace that it names, else in that of the innermost target around its package, else in
 * the only one that has objects of it.
 * @param folder of the package, from the repository's root
 */
export function namespaceOf(stackSet: StackSet, folder: string, targets: readonly Target[], live: LiveIndex): FoundNamespace {
  const { name, namespace } = stackSet.metadata;
  const given = namespace ?? targetOf(folder, targets)?.namespace;
  if (given !== undefined) return { namespace: given, problems: [] };
  const found = live.namespacesOf(name);
  return found.length > 1 ? { namespace: undefined, problems: [ambiguous(stackSet, found)] } : { namespace: found[0], problems: [] };
}

function targetOf(folder: string, targets: readonly Target[]): Target | undefined {
  for (const above of foldersFrom(folder)) {
    const target = targets.find(({ path }) => path === above);
    if (target) return target;
  }
  return undefined;
}

const ambiguous = (stackSet: StackSet, namespaces: readonly string[]): Problem => ({
  severity: 'error',
  reason: 'NamespaceAmbiguous',
  object: referenceTo(stackSet),
  path: ['metadata', 'namespace'],
  message: `the StackSet names no namespace, and ${namespaces.join(' and ')} have objects of it`,
  remedy: 'Name it in the StackSet, or in spec.targets of the SyncConfig.',
});
