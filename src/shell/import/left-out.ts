import { CONTROLLER_ANNOTATION, STACKSET_LABEL } from '../../core/model/annotations.ts';
import { type KubernetesObject, referenceTo } from '../../core/model/kubernetes.ts';
import type { GroupedStackSets } from '../kubernetes/group-stack-sets.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import type { LeftOut } from './import-plan.ts';
import type { LiveCluster } from './import-stack.ts';
import type { ImportedStackSet } from './import-stack-set.ts';
import type { LiveChildren } from './live-children.ts';

/** What of a dump no package holds. */
export interface Remainder {
  readonly leftOut: readonly LeftOut[];
  /** How many objects have nothing to do with StackSets, by kind. */
  readonly unrelated: ReadonlyMap<string, number>;
}

/** Goes through all that is live: other controllers' StackSets, Stacks without a StackSet, children without a Stack, and the rest. */
export function remainderOf(cluster: LiveCluster, grouped: GroupedStackSets, imported: readonly ImportedStackSet[]): Remainder {
  const { live, children } = cluster;
  const parents = live.all.filter(({ kind }) => kind === 'StackSet' || kind === 'Stack');
  const told = new Set([
    ...imported.flatMap(({ stacks }) => stacks.flatMap(({ rendered }) => rendered.children.map(keyOf))),
    ...imported.flatMap((stackSet) => stackSet.leftOut.map(({ object: { kind, namespace = '', name } }) => `${kind}/${namespace}/${name}`)),
    ...parents.flatMap((parent) => children.of(parent).map(keyOf)),
    ...[...grouped.stackSets.map(({ stackSet }) => stackSet), ...grouped.invalid.map(({ object }) => object)].map(keyOf),
  ]);
  const stackSets = new Set(parents.map(keyOf));
  const leftOut: LeftOut[] = [];
  const unrelated = new Map<string, number>();
  for (const object of live.all) {
    if (told.has(keyOf(object)) || object.kind === 'StackSetState') continue;
    const cause = causeOf(object, stackSets, children);
    if (cause === 'unrelated') unrelated.set(object.kind, (unrelated.get(object.kind) ?? 0) + 1);
    else if (cause) leftOut.push({ object: referenceTo(object), cause });
  }
  return { leftOut, unrelated };
}

/** Undefined for a Stack of which its StackSet tells. */
function causeOf(object: LiveObject, stackSets: ReadonlySet<string>, children: LiveChildren): LeftOut['cause'] | 'unrelated' | undefined {
  const { namespace = '', labels, annotations } = object.metadata;
  if (object.kind === 'StackSet') return { why: 'OtherController', controller: annotations?.[CONTROLLER_ANNOTATION] ?? '' };
  if (object.kind !== 'Stack') return children.isOfAStack(object) ? { why: 'StackMissing' } : 'unrelated';
  return stackSets.has(`StackSet/${namespace}/${labels?.[STACKSET_LABEL]}`) ? undefined : { why: 'StackSetMissing' };
}

const keyOf = ({ kind, metadata: { namespace = '', name } }: KubernetesObject): string => `${kind}/${namespace}/${name}`;
