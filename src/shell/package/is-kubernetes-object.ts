import type { KubernetesObject } from '../../core/model/kubernetes.ts';

/** Whether a document may be a Kubernetes object; everything but its kind is still to be checked. */
export const isKubernetesObject = (value: unknown): value is KubernetesObject =>
  typeof value === 'object' && value !== null && 'kind' in value;
