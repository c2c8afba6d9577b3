import { type KubernetesObject, referenceTo } from '../../core/model/kubernetes.ts';
import type { LiveObject } from '../kubernetes/live-object.ts';
import type { LiveObjects } from '../kubernetes/live-objects.ts';
import type { LeftOut } from './import-plan.ts';
import type { ImportedStack } from './import-stack.ts';
import { isChildOf, isOwnedByStackSet } from './live-children.ts';

/** Live objects of a StackSet or of its Stacks that render does not give: leftovers, and what the settings leave out. */
export function notRendered(
  stackSet: KubernetesObject,
  stacks: readonly ImportedStack[],
  rendered: readonly KubernetesObject[],
  live: LiveObjects,
): readonly LeftOut[] {
  const names = new Set(rendered.map(nameOf));
  const isRefused = (object: LiveObject): boolean =>
    stacks.some(({ refused, rendered: { stack } }) => refused.includes(object.kind) && isChildOf(object, stack));
  const isOwn = (object: LiveObject): boolean =>
    isOwnedByStackSet(object, stackSet) || stacks.some(({ rendered: { stack } }) => isChildOf(object, stack));
  return live.all
    .filter((object) => object.kind !== 'Secret' && isOwn(object) && !names.has(nameOf(object)) && !isRefused(object))
    .map((object) => ({ object: referenceTo(object), cause: { why: 'NotRendered' } }));
}

const nameOf = ({ kind, metadata: { namespace = '', name } }: KubernetesObject): string => `${kind}/${namespace}/${name}`;
