import { encryptedFile, stackFile } from '../../core/layout/generated-files.ts';
import { stackHash } from '../../core/lifecycle/stack-hash.ts';
import { stackName } from '../../core/lifecycle/stack-name.ts';
import { STACK_HASH_ANNOTATION, STACK_VERSION_LABEL } from '../../core/model/annotations.ts';
import type { KubernetesObject } from '../../core/model/kubernetes.ts';
import type { Stack } from '../../core/model/stack.ts';
import type { KnownStack } from '../../core/render.ts';
import type { ConfigurationSource } from '../../core/resources/frozen-configuration.ts';
import { apiGroup, isNamed, type KrmObject } from './item.ts';
import type { Member } from './members.ts';
import { joinPath, placementOf, withoutBookkeeping } from './placement.ts';

/** A Stack of an earlier run, as it is among the items. */
export interface KnownStackItem extends KnownStack {
  readonly item: KrmObject;
}

const CONFIGURATION_KINDS = ['ConfigMap', 'Secret', 'SealedSecret'];

/** Whether this project generated the object: it carries the hash of a Stack's spec. */
export const isGenerated = (object: KrmObject): boolean => hashOf(object) !== undefined;

const hashOf = (object: KrmObject): string | undefined => object.metadata?.annotations?.[STACK_HASH_ANNOTATION];

export const isGeneratedStack = (object: KrmObject): boolean =>
  object.kind === 'Stack' && apiGroup(object) === 'zalando.org' && isNamed(object) && isGenerated(object);

/** Whether the Stack's spec is the one that was frozen. */
export const isIntact = (item: KrmObject): boolean =>
  typeof item.spec === 'object' && item.spec !== null && hashOf(item) === stackHash((item as unknown as Stack).spec);

/** Whether a Stack is the StackSet's: by name and version, since its label `stackset` gives way to a person's. */
export function ownsStack({ stackSet, place }: Pick<Member, 'stackSet' | 'place'>, item: KrmObject): boolean {
  const { metadata } = item as unknown as Stack;
  const version = metadata.labels?.[STACK_VERSION_LABEL];
  if (version === undefined || metadata.name !== stackName(stackSet.metadata.name, version)) return false;
  if (metadata.namespace !== stackSet.metadata.namespace) return false;
  return place ? placementOf(item)?.path === joinPath(place.output, stackFile(metadata.name)) : placementOf(item) === undefined;
}

/** The StackSet's Stacks of earlier runs, each with the configuration that was frozen with it. */
export function knownStacks(member: Member, items: readonly KrmObject[]): readonly KnownStackItem[] {
  return items
    .filter((item) => isGeneratedStack(item) && ownsStack(member, item))
    .map((item) => ({ item, stack: withoutBookkeeping(item) as unknown as Stack, frozen: frozenWith(item, member, items) }));
}

function frozenWith(stack: KrmObject, member: Member, items: readonly KrmObject[]): readonly ConfigurationSource[] {
  const name = stack.metadata?.name ?? '';
  const file = placementOf(stack)?.path;
  return items.filter(isConfiguration).flatMap((item) => {
    const path = placementOf(item)?.path;
    const source = sourceOf(item);
    if (source.encrypted) {
      const isCopy = member.place ? path === joinPath(member.place.output, encryptedFile(name, source.object)) : path === undefined;
      return isCopy ? [source] : [];
    }
    return path === file && hashOf(item) === hashOf(stack) ? [source] : [];
  });
}

/** The ConfigMaps and Secrets that a new stack of the StackSet may freeze: those of its package that were not generated. */
export function packageConfiguration({ stackSet, place }: Member, configuration: readonly KrmObject[]): readonly ConfigurationSource[] {
  return configuration
    .filter((item) => !isGenerated(item))
    .filter(({ metadata }) => metadata?.namespace === undefined || metadata.namespace === stackSet.metadata.namespace)
    .filter((item) => {
      const path = placementOf(item)?.path;
      if (!place || path === undefined) return !place && path === undefined;
      return path.startsWith(joinPath(place.folder, '')) && !path.startsWith(`${place.output}/`);
    })
    .map(sourceOf);
}

export const isConfiguration = (item: KrmObject): boolean => CONFIGURATION_KINDS.includes(item.kind) && isNamed(item);

function sourceOf(item: KrmObject): ConfigurationSource {
  // SOPS keeps its keys under `sops` beside the data; a SealedSecret is encrypted as such.
  const encrypted = item.kind === 'SealedSecret' || 'sops' in item;
  return { object: withoutBookkeeping(item) as KubernetesObject, encrypted };
}
