import type { StackSetKey } from '../cluster.ts';

/** Something that happened to a StackSet, for `kubectl describe` and `kubectl get events`. */
export interface ClusterEvent {
  readonly stackSet: StackSetKey;
  /** Those that it is about; where a cluster has no StackSet objects, it is told on their Deployments. */
  readonly stacks: readonly string[];
  readonly type: 'Normal' | 'Warning';
  /** One word in UpperCamelCase. */
  readonly reason: string;
  readonly message: string;
}
