import type { KubernetesObject } from '../model/kubernetes.ts';
import { isResolvedFile } from './resolved-stack-set.ts';

/** File names in the output folder. A stack's name has no dot, so that none of these is ever another's. */
export const KUSTOMIZATION_FILE = 'kustomization.yaml';
export const stackFile = (stackName: string): string => `${stackName}.yaml`;
export const routesFile = (stackSetName: string): string => `${stackSetName}.routes.yaml`;
export const stateFile = (stackSetName: string): string => `${stackSetName}.state.yaml`;

/** A frozen copy of encrypted configuration: a file of its own, byte for byte, for a label would break its signature. */
export const encryptedFile = (stackName: string, { kind, metadata }: KubernetesObject): string =>
  `${stackName}.${kind.toLowerCase()}.${metadata.name}.yaml`;

/** Those of an output folder's generated files that are for the cluster. @param applyStacks see RenderConfig */
export const appliedFiles = (files: readonly string[], applyStacks: boolean): readonly string[] =>
  applyStacks ? files : files.filter((name) => !isResolvedFile(name));

/**
 * What `kubectl apply -k`, Argo CD and Flux read: the generated files beside it, sorted.
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/
 */
export const buildKustomization = (files: readonly string[]): Omit<KubernetesObject, 'metadata'> => ({
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  resources: files.toSorted(),
});
