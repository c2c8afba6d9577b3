import type { DeliveryObservation } from '../../core/model/delivery.ts';
import type { CommitId } from '../git/repository.ts';
import type { StackSetKey } from '../kubernetes/cluster.ts';

/** The generated files of a StackSet, and where its objects are. */
export interface DeliveredFiles {
  readonly stackSet: StackSetKey;
  /** Of the package, from the repository's root. */
  readonly folder: string;
  /** Of the generated files, from the repository's root. */
  readonly output: string;
}

/** Argo CD and Flux, as far as they apply packages. */
export interface Deliveries {
  /** Generated files are others at the tip than before. Returns at once. */
  announce(files: readonly DeliveredFiles[], tip: CommitId): void;
  /** How far what applies each of some packages is, in their order. Never throws. */
  observe(files: readonly DeliveredFiles[], tip: CommitId): Promise<readonly DeliveryObservation[]>;
}

/** Where nothing is known of them, and the live objects alone decide. */
export const NO_DELIVERIES: Deliveries = {
  announce: () => undefined,
  observe: async (files, tip) => files.map(() => ({ deliveries: [], commit: tip })),
};
