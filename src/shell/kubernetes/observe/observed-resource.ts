import { STACKSET_LABEL } from '../../../core/model/annotations.ts';
import { OBSERVED_KINDS, type ObservedKind } from '../../../core/model/observation.ts';

/** A kind that is watched: where the API server has it, and what is looked at. */
export interface ObservedResource {
  readonly kind: WatchedKind;
  readonly apiVersion: string;
  /** Name in paths and in RBAC rules. */
  readonly plural: string;
  readonly labelSelector?: string;
  /** Whether clusters are right that do not have it: its definition is a CRD. */
  readonly isOptional: boolean;
}

/** What decisions depend on; and StackSets and Stacks, which get Events and statuses where a cluster has them. */
export type WatchedKind = ObservedKind | 'StackSet' | 'Stack';

const PLACES: Readonly<Record<WatchedKind, readonly [apiVersion: string, plural: string]>> = {
  Deployment: ['apps/v1', 'deployments'],
  Service: ['v1', 'services'],
  HorizontalPodAutoscaler: ['autoscaling/v2', 'horizontalpodautoscalers'],
  Ingress: ['networking.k8s.io/v1', 'ingresses'],
  RouteGroup: ['zalando.org/v1', 'routegroups'],
  StackSet: ['zalando.org/v1', 'stacksets'],
  Stack: ['zalando.org/v1', 'stacks'],
};

/** Where the API server has a kind. A StackSet is written by a person and has no label of ours. */
export function observedResource(kind: WatchedKind): ObservedResource {
  const [apiVersion, plural] = PLACES[kind];
  return {
    kind,
    apiVersion,
    plural,
    ...(kind !== 'StackSet' && { labelSelector: STACKSET_LABEL }),
    isOptional: apiVersion === 'zalando.org/v1',
  };
}

export const WATCHED_KINDS: readonly WatchedKind[] = [...OBSERVED_KINDS, 'StackSet', 'Stack'];

/** The path of a kind's objects, in all namespaces or in one; with the name of one, of that object. */
export function pathOf({ apiVersion, plural }: ObservedResource, namespace: string | undefined, name?: string): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}
