import { LOCAL_CONFIG_ANNOTATION } from '../model/annotations.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { StackSet } from '../model/stack-set.ts';

/** The file of a StackSet that `kustomize build` gave, beside its Stacks. */
export const resolvedFile = (stackSetName: string): string => `${stackSetName}.resolved.yaml`;

export const isResolvedFile = (name: string): boolean => name.endsWith('.resolved.yaml');

/** The StackSet as it is kept there: for those who cannot build it, or must not. It is applied only where Stacks are. */
export function buildResolved(stackSet: StackSet, { applyStacks }: Pick<RenderConfig, 'applyStacks'>): StackSet {
  if (applyStacks) return stackSet;
  const annotations = { ...stackSet.metadata.annotations, [LOCAL_CONFIG_ANNOTATION]: 'true' };
  return { ...stackSet, metadata: { ...stackSet.metadata, annotations } };
}

/** The StackSet as it was built, from the one that is kept. */
export function readResolved(kept: StackSet): StackSet {
  if (kept.metadata?.annotations?.[LOCAL_CONFIG_ANNOTATION] === undefined) return kept;
  const { annotations, ...metadata } = kept.metadata;
  const { [LOCAL_CONFIG_ANNOTATION]: _local, ...own } = annotations ?? {};
  return { ...kept, metadata: Object.keys(own).length > 0 ? { ...kept.metadata, annotations: own } : metadata };
}
