import { type KubernetesObject, referenceTo } from '../../core/model/kubernetes.ts';
import type { LeftOut } from './import-plan.ts';
import type { ImportedStack } from './import-stack.ts';
import type { LiveChildren } from './live-children.ts';

/** Live objects of a StackSet or of its Stacks that render does not give: leftovers, and what the settings leave out. */
export function notRendered(
  stackSet: KubernetesObject,
  stacks: readonly ImportedStack[],
  rendered: readonly KubernetesObject[],
  children: LiveChildren,
): readonly LeftOut[] {
  const names = new Set(rendered.map(nameOf));
  const ofStacks = stacks.flatMap(({ refused, rendered: { stack } }) => children.of(stack).filter(({ kind }) => !refused.includes(kind)));
  return [...children.of(stackSet), ...ofStacks]
    .filter((object) => object.kind !== 'Secret' && !names.has(nameOf(object)))
    .map((object) => ({ object: referenceTo(object), cause: { why: 'NotRendered' } }));
}

const nameOf = ({ kind, metadata: { namespace = '', name } }: KubernetesObject): string => `${kind}/${namespace}/${name}`;
