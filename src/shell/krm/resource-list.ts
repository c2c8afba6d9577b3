import type { Item, KrmObject } from './item.ts';

/**
 * The wire format of KRM functions.
 * https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
 */
export const RESOURCE_LIST_API_VERSION = 'config.kubernetes.io/v1';

export interface ResourceList {
  readonly items: readonly Item[];
  readonly functionConfig?: KrmObject;
}

/** A problem for the orchestrator; the names are the specification's. */
export interface FunctionResult {
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly resourceRef?: { readonly apiVersion: string; readonly kind: string; readonly namespace?: string; readonly name: string };
  readonly file?: { readonly path: string; readonly index?: number };
  readonly field?: { readonly path: string; readonly currentValue?: unknown };
  readonly tags?: Readonly<Record<string, string>>;
}
