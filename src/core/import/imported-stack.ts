import { stackHash } from '../lifecycle/stack-hash.ts';
import { LEFT_OUT_ANNOTATION, LOCAL_CONFIG_ANNOTATION, ORDINAL_ANNOTATION, STACK_HASH_ANNOTATION } from '../model/annotations.ts';
import type { RenderConfig } from '../model/render-config.ts';
import type { Stack } from '../model/stack.ts';
import { ordinalOf } from '../resources/render-stack.ts';
import { cleanObject } from './clean-object.ts';

/**
 * A live Stack as render would have written it, with the spec as it is live, since its pods were made from that.
 * @param live with its ordinal
 */
export function importedStack(live: Stack, config: RenderConfig): Stack {
  const { apiVersion, kind, metadata, spec } = cleanObject(live);
  const { [LOCAL_CONFIG_ANNOTATION]: _local, [ORDINAL_ANNOTATION]: _ordinal, ...own } = metadata.annotations ?? {};
  const annotations = {
    ...own,
    ...(!config.applyStacks && { [LOCAL_CONFIG_ANNOTATION]: 'true' }),
    [ORDINAL_ANNOTATION]: String(ordinalOf(live)),
    [STACK_HASH_ANNOTATION]: stackHash(spec),
  };
  return { apiVersion, kind, metadata: { ...metadata, annotations }, spec };
}

/** The Stack, with a note of the kinds that render is to leave out. */
export function leavingOut(stack: Stack, kinds: readonly string[]): Stack {
  if (kinds.length === 0) return stack;
  const annotations = { ...stack.metadata.annotations, [LEFT_OUT_ANNOTATION]: kinds.join(',') };
  return { ...stack, metadata: { ...stack.metadata, annotations } };
}
