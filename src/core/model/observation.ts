/** Child kinds on which it depends whether a stack is ready. */
export const OBSERVED_KINDS = ['Deployment', 'Service', 'HorizontalPodAutoscaler', 'Ingress', 'RouteGroup'] as const;
export type ObservedKind = (typeof OBSERVED_KINDS)[number];

/** A live object that was generated for a stack. */
export interface ObservedChild {
  readonly kind: ObservedKind;
  readonly name: string;
  /** Whether it was generated from the Stack as it is now, by its hash or, where stackset-controller made it, by the generation. */
  readonly upToDate: boolean;
  /** Whether a GitOps tool is still told not to prune it. */
  readonly pruneProtected: boolean;
}

/** A live Deployment's numbers of pods. */
export interface ObservedPods {
  /** Whether the Deployment controller has seen its newest generation, so that the other numbers are about it. */
  readonly observed: boolean;
  /** `spec.replicas`; 1 where it is missing. */
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
}

/** The share of the requests that a live route gives a stack. */
export interface ObservedRoute {
  readonly kind: 'Ingress' | 'RouteGroup';
  /** Percent. */
  readonly weight: number;
  /** How finely the route tells weights apart, in percent: RouteGroups with weights hold whole ones only. */
  readonly step: number;
}

/** What the cluster shows of one stack. */
export interface StackObservation {
  readonly children: readonly ObservedChild[];
  /** Missing where there is no Deployment. */
  readonly pods?: ObservedPods;
  readonly routes: readonly ObservedRoute[];
}

/** What the cluster shows of a StackSet, by the stack's name; a stack of which it shows nothing is missing. Never written to Git. */
export type Observation = ReadonlyMap<string, StackObservation>;

export const NOTHING_OBSERVED: StackObservation = { children: [], routes: [] };
