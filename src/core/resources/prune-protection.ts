import { PRUNE_PROTECTION } from '../model/annotations.ts';
import type { StringMap } from '../model/kubernetes.ts';

const OPTIONS = 'argocd.argoproj.io/sync-options';
const DISABLED = 'kustomize.toolkit.fluxcd.io/prune';
const KEEP = PRUNE_PROTECTION[OPTIONS];

/** Keeps Argo CD and Flux from pruning an object; other sync options that a person gave it stay. */
export function protect(annotations: StringMap): StringMap {
  const options = (annotations[OPTIONS] ?? '').split(',').filter((option) => option !== '' && option !== KEEP);
  return { ...annotations, ...PRUNE_PROTECTION, [OPTIONS]: [...options, KEEP].join(',') };
}

/** Takes away what `protect` gave. */
export function unprotect(annotations: StringMap): StringMap {
  const { [OPTIONS]: options, [DISABLED]: prune, ...others } = annotations;
  const kept = options?.split(',').filter((option) => option !== KEEP);
  return {
    ...others,
    ...(kept && kept.length > 0 && { [OPTIONS]: kept.join(',') }),
    ...(prune !== undefined && prune !== PRUNE_PROTECTION[DISABLED] && { [DISABLED]: prune }),
  };
}
