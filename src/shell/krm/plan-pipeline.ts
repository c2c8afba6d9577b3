import { STACK_HASH_ANNOTATION, STACK_VERSION_LABEL } from '../../core/model/annotations.ts';
import type { Change } from './change.ts';
import { claimProblems, type Generated, generate } from './generate.ts';
import { identityOf } from './identity.ts';
import type { KrmObject } from './item.ts';
import { type ItemProblem, itemError } from './item-problem.ts';
import { isConfiguration, isGenerated } from './known-stacks.ts';
import type { Member } from './members.ts';
import { placementOf } from './placement.ts';

/**
 * Plans the items of StackSets that have no file, as in `kustomize build`: their Stacks and children among the others, without
 * a kustomization. Nothing is pruned there, for what the pipeline holds says nothing of what Git does.
 */
export function planPipeline(members: readonly Member[], items: readonly KrmObject[]): Change {
  const unplaced = items.filter((item) => placementOf(item) === undefined);
  const configuration = unplaced.filter(isConfiguration);
  const generated = members.map((member) => generate(member, { neighbours: unplaced, configuration, state: stateOf(member, unplaced) }));
  const wanted = generated.flatMap(({ rendering }) => [
    ...rendering.stacks.flatMap(({ stack, children }) => [stack, ...children]),
    ...rendering.routes,
  ]);
  const identities = new Set(wanted.map(identityOf));
  const isOwned = (item: KrmObject): boolean =>
    generated.some((entry) => isOwn(item, entry)) || (isFrozenSource(item) && identities.has(identityOf(item)));
  return {
    owned: unplaced.filter(isOwned),
    wanted: wanted.map((object) => ({ object })),
    problems: [
      ...generated.flatMap(({ problems }) => problems),
      ...claimProblems(generated, ''),
      ...generated.flatMap((entry) => childrenWithoutStack(unplaced, entry)),
    ],
  };
}

function stateOf({ stackSet: { metadata } }: Member, items: readonly KrmObject[]): KrmObject | undefined {
  return items.find(
    ({ kind, metadata: found }) => kind === 'StackSetState' && found?.name === metadata.name && found.namespace === metadata.namespace,
  );
}

/** Whether an item was generated for the StackSet: it has the hash and the name of one of its Stacks, or of its routes. */
function isOwn(item: KrmObject, { member, known }: Generated): boolean {
  const hash = item.metadata?.annotations?.[STACK_HASH_ANNOTATION];
  const { name, namespace } = member.stackSet.metadata;
  if (hash === undefined || item.metadata?.namespace !== namespace) return false;
  const stacks = known.filter(({ stack }) => stack.metadata.annotations?.[STACK_HASH_ANNOTATION] === hash);
  return stacks.some(({ stack }) => isNamedAfter(item, stack.metadata.name) || isNamedAfter(item, name, ['', '-traffic-fallback']));
}

/** A pipeline has one object of a name, so the frozen copy takes the place of what it is a copy of. */
const isFrozenSource = (item: KrmObject): boolean => ['ConfigMap', 'Secret'].includes(item.kind) && !isGenerated(item);

const isNamedAfter = ({ metadata }: KrmObject, owner: string, suffixes?: readonly string[]): boolean => {
  const name = metadata?.name ?? '';
  return suffixes ? suffixes.some((suffix) => name === `${owner}${suffix}`) : name === owner || name.startsWith(`${owner}-`);
};

/** Children whose Stack did not come along: the version would be made anew, and get traffic, as if it had never been. */
function childrenWithoutStack(items: readonly KrmObject[], { member, known }: Generated): readonly ItemProblem[] {
  const { name, namespace } = member.stackSet.metadata;
  const found = new Map<string, KrmObject>();
  for (const item of items) {
    const labels = (item.metadata as { readonly labels?: Readonly<Record<string, string>> } | undefined)?.labels;
    const stack = `${name}-${labels?.[STACK_VERSION_LABEL]}`;
    if (!isGenerated(item) || item.metadata?.namespace !== namespace || !isNamedAfter(item, stack)) continue;
    if (!known.some((entry) => entry.stack.metadata.name === stack)) found.set(stack, found.get(stack) ?? item);
  }
  return [...found].map(([stack, item]) =>
    itemError(
      item,
      'StackMissing',
      `this object was generated for the stack ${stack}, whose Stack is not among the items`,
      'Hand the whole stacks folder to the function, with its Stacks, or none of it.',
    ),
  );
}
