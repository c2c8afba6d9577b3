import type { ObservedChild, ObservedRoute } from '../model/observation.ts';
import type { EpochSeconds } from '../model/timestamp.ts';

/** A simulated Deployment with its pods. */
export interface LiveDeployment {
  /** What Git says; undefined where it leaves the number to the autoscaler. */
  readonly replicasInGit?: number;
  /** How many pods it is to have now. */
  readonly replicas: number;
  /** When each pod is ready; never, where it crashed. */
  readonly pods: readonly EpochSeconds[];
}

/** A simulated HorizontalPodAutoscaler. */
export interface LiveAutoscaler {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Seconds for which a lower recommendation must hold before pods are taken away. */
  readonly stabilization: number;
}

/** For how many pods the requests asked, and until when. */
export interface Recommendation {
  readonly until: EpochSeconds;
  readonly replicas: number;
}

/** What the simulated cluster has of one stack. */
export interface LiveStack {
  readonly children: readonly ObservedChild[];
  readonly routes: readonly ObservedRoute[];
  readonly deployment?: LiveDeployment;
  readonly autoscaler?: LiveAutoscaler;
  /** Of the autoscaler, the newest last. */
  readonly recommendations: readonly Recommendation[];
  /** Whether every new pod crashes. */
  readonly crashes: boolean;
}

/** By the stack's name. */
export type LiveCluster = ReadonlyMap<string, LiveStack>;

export const readyPods = ({ pods }: LiveDeployment, now: EpochSeconds): number => pods.filter((readyAt) => readyAt <= now).length;
