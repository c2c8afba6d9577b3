import type { StringMap } from '../model/kubernetes.ts';

/** Of a StackSet's annotations those whose keys are to follow it on every stack. */
export function synchronizedAnnotations(annotations: StringMap = {}, keys: readonly string[]): StringMap {
  const own = Object.entries(annotations);
  return Object.fromEntries(keys.flatMap((wanted) => own.filter(([key]) => key === wanted)));
}

/** A stack's frozen annotations, brought in step with the StackSet's: its keys are set, or removed where it has none. */
export function synchronizeAnnotations(frozen: StringMap, current: StringMap, keys: readonly string[]): StringMap {
  const kept = Object.entries(frozen).filter(([key]) => !keys.includes(key));
  return { ...Object.fromEntries(kept), ...current };
}
