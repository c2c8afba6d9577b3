import { CONTROLLER_ANNOTATION } from '../../core/model/annotations.ts';
import { referenceTo } from '../../core/model/kubernetes.ts';
import type { GroupedStackSets } from '../kubernetes/group-stack-sets.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import type { LeftOut } from './import-plan.ts';
import type { ImportedStackSet } from './import-stack-set.ts';
import { isChild, isChildOf, isOwnedByStackSet } from './live-children.ts';

/** What of a dump no package holds. */
export interface Remainder {
  readonly leftOut: readonly LeftOut[];
  /** How many objects have nothing to do with StackSets, by kind. */
  readonly unrelated: ReadonlyMap<string, number>;
}

/** Goes through all that is live: other controllers' StackSets, Stacks without a StackSet, children without a Stack, and the rest. */
export function remainderOf(live: LiveObjects, grouped: GroupedStackSets, imported: readonly ImportedStackSet[]): Remainder {
  const own = new Set(imported.flatMap(({ stacks }) => stacks.map(({ rendered }) => keyOf(rendered.stack))));
  const foreign = live.all.filter((object) => object.kind === 'StackSet' && !isGrouped(object, grouped));
  const stacks = live.all.filter(({ kind }) => kind === 'Stack');
  const used = new Set(imported.flatMap((stackSet) => stackSet.stacks.flatMap(({ rendered }) => rendered.children.map(keyOf))));
  const leftOut: LeftOut[] = foreign.map((object) => ({ object: referenceTo(object), cause: otherController(object) }));
  const unrelated = new Map<string, number>();
  for (const object of live.all) {
    if (object.kind === 'StackSet' || own.has(keyOf(object)) || used.has(keyOf(object))) continue;
    if (object.kind === 'Stack') {
      if (!hasStackSet(object, live)) leftOut.push({ object: referenceTo(object), cause: { why: 'StackSetMissing' } });
    } else if (isChild(object)) {
      if (!stacks.some((stack) => isChildOf(object, stack))) leftOut.push({ object: referenceTo(object), cause: { why: 'StackMissing' } });
    } else if (!isOwnedBySome(object, live) && object.kind !== 'StackSetState') {
      unrelated.set(object.kind, (unrelated.get(object.kind) ?? 0) + 1);
    }
  }
  return { leftOut, unrelated };
}

const keyOf = ({ kind, metadata: { namespace = '', name } }: Pick<LiveObject, 'kind' | 'metadata'>): string =>
  `${kind}/${namespace}/${name}`;

const isGrouped = (object: LiveObject, { stackSets, invalid }: GroupedStackSets): boolean =>
  stackSets.some(({ stackSet }) => keyOf(stackSet) === keyOf(object)) || invalid.some((refused) => refused.object === object);

const otherController = ({ metadata: { annotations = {} } }: LiveObject): LeftOut['cause'] => ({
  why: 'OtherController',
  controller: annotations[CONTROLLER_ANNOTATION] ?? '',
});

/** By its owner or its label; whether that StackSet is imported is told of the StackSet. */
const hasStackSet = (stack: LiveObject, live: LiveObjects): boolean =>
  live.all.some(
    (object) =>
      object.kind === 'StackSet' &&
      object.metadata.namespace === stack.metadata.namespace &&
      stack.metadata.labels?.stackset === object.metadata.name,
  );

const isOwnedBySome = (object: LiveObject, live: LiveObjects): boolean =>
  live.all.some((owner) => owner.kind === 'StackSet' && isOwnedByStackSet(object, owner));
