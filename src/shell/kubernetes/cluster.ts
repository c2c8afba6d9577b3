import type { ObservedKind } from '../../core/model/observation.ts';
import type { Timestamp } from '../../core/model/state.ts';
import type { LiveObject } from './live-object.ts';

/** A StackSet by place and name. */
export interface StackSetKey {
  readonly namespace: string | undefined;
  readonly name: string;
}

/**
 * What a cluster has, as far as it belongs to StackSets. The index of a watched cluster goes on with it: what is read without awaiting
 * in between is of one moment.
 */
export interface LiveIndex {
  find(kind: string, namespace: string | undefined, name: string): LiveObject | undefined;
  /** The objects labelled for a StackSet, and itself, in no order. */
  ofStackSet(stackSet: StackSetKey): readonly LiveObject[];
  /** Namespaces with objects of a StackSet of this name, sorted. */
  namespacesOf(stackSet: string): readonly string[];
}

/** Whether what is known of a cluster is what it has now. While it is not, nothing may be decided. */
export type Freshness =
  | { readonly fresh: true; readonly ageSeconds: number }
  | { readonly fresh: false; readonly since: Timestamp; readonly reason: string };

/** A cluster that is observed and never changed. */
export interface Cluster {
  snapshot(): LiveIndex;
  /**
   * @param kinds those that a decision depends on; by default all that every StackSet has. RouteGroups are among them where the cluster
   * has their CRD and they may be read; a StackSet with `spec.routegroup` names them, so that it waits for the right to read them.
   */
  freshness(kinds?: readonly ObservedKind[]): Freshness;
  /**
   * Asks the API server at once instead of at the next probe: for whoever is about to act on an observation.
   * @returns the freshness after the answer, or after 3 seconds without one
   */
  confirm(kinds?: readonly ObservedKind[]): Promise<Freshness>;
  /** Resolves once the observation is fresh, or after a time with what keeps it from being so. */
  settled(timeoutMilliseconds: number): Promise<Freshness>;
  /**
   * Calls for each StackSet of which an object came, changed or left in what is observed, and without one when the freshness changed.
   * @returns what ends it
   */
  onChange(listener: (stackSet: StackSetKey | undefined) => void): () => void;
  close(): Promise<void>;
}
