import type { DeliveryKind } from '../../core/model/delivery.ts';

/** Kinds of Argo CD and Flux that are read or asked. */
export type GitOpsKind = DeliveryKind | 'GitRepository';

export interface GitOpsReference {
  readonly kind: GitOpsKind;
  readonly namespace: string;
  readonly name: string;
}

const ROOTS: Readonly<Record<GitOpsKind, readonly [apiVersion: string, plural: string]>> = {
  Application: ['argoproj.io/v1alpha1', 'applications'],
  Kustomization: ['kustomize.toolkit.fluxcd.io/v1', 'kustomizations'],
  GitRepository: ['source.toolkit.fluxcd.io/v1', 'gitrepositories'],
};

/** Where the API server has an object. The names come from annotations, which anybody may have written. */
export function deliveryPath({ kind, namespace, name }: GitOpsReference): string {
  const [apiVersion, plural] = ROOTS[kind];
  return `/apis/${apiVersion}/namespaces/${encodeURIComponent(namespace)}/${plural}/${encodeURIComponent(name)}`;
}
