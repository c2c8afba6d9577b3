import type { RenderConfig } from '../model/render-config.ts';
import type { StackSet } from '../model/stack-set.ts';
import type { StackSetState } from '../model/state.ts';
import type { EpochSeconds } from '../model/timestamp.ts';
import type { KnownStack, Rendering } from '../render.ts';
import type { ConfigurationSource } from '../resources/frozen-configuration.ts';
import type { TrafficWeights } from '../traffic/round-weights.ts';
import type { LiveCluster } from './live-cluster.ts';

/** The newest commit, while the GitOps tool has not applied it. */
export interface BranchTip {
  readonly rendering: Rendering;
  /** When the tool's sync is done. One that was begun by an older commit applies the newest, too: a tool syncs the branch's tip. */
  readonly syncedAt: EpochSeconds;
}

/** A package as it is in Git before a story. */
export interface SimulatedPackage {
  readonly stackSet: StackSet;
  readonly stacks: readonly KnownStack[];
  readonly state?: StackSetState;
  readonly config: RenderConfig;
  /** ConfigMaps and Secrets, of which a new stack takes its copies. */
  readonly configuration: readonly ConfigurationSource[];
}

/** Git, cluster and users at one moment of a story. */
export interface World extends SimulatedPackage {
  readonly cluster: LiveCluster;
  readonly tip?: BranchTip;
  /** Requests per second. */
  readonly load: number;
  /** How many commits the story has seen; a hold names the one that began it. */
  readonly commits: number;
  /** The weights before the last switch. */
  readonly previousWeights?: TrafficWeights;
}
