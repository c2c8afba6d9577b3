import type { StringMap } from '../model/kubernetes.ts';

/** Of a StackSet's annotations those whose keys are to follow it on every stack. */
export function synchronizedAnnotations(annotations: StringMap | undefined, keys: readonly string[]): StringMap {
  return Object.fromEntries(keys.flatMap((key) => (annotations?.[key] === undefined ? [] : [[key, annotations[key]]])));
}

/** A stack's frozen annotations, brought in step with the StackSet's: its keys are set, or removed where it has none. */
export function synchronizeAnnotations(frozen: StringMap, current: StringMap, keys: readonly string[]): StringMap {
  const kept = Object.entries(frozen).filter(([key]) => !keys.includes(key));
  return { ...Object.fromEntries(kept), ...current };
}
