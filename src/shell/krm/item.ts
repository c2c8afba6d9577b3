import type { KubernetesObject } from '../../core/model/kubernetes.ts';

/** A KRM object of a ResourceList. A Kustomization and its like need no name, and in kustomize some have no metadata at all. */
export interface KrmObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** An item of a ResourceList, as the orchestrator wrote it. */
export interface Item {
  readonly object: KrmObject;
  /** Its lines in the list, from the `-`; undefined where the list is not written item by item in block style. */
  readonly text?: string;
}

export const isKrmObject = (value: unknown): value is KrmObject =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  typeof value.kind === 'string' &&
  'apiVersion' in value &&
  typeof value.apiVersion === 'string';

/** Whether an object has a name, as all have that are applied to a cluster. */
export const isNamed = (object: KrmObject): object is KubernetesObject & KrmObject => typeof object.metadata?.name === 'string';

export const apiGroup = ({ apiVersion }: Pick<KrmObject, 'apiVersion'>): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
