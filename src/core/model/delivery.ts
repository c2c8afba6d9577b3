/** What applies the files of packages to a cluster: Argo CD's Application, Flux's Kustomization. */
export const DELIVERY_KINDS = ['Application', 'Kustomization'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

export interface DeliveryReference {
  readonly kind: DeliveryKind;
  readonly namespace: string;
  readonly name: string;
}

/** A commit that a delivery works with, judged for one package. */
export interface DeliveredRevision {
  /** In full, or whatever the delivery calls its revision. */
  readonly commit: string;
  /**
   * Whether the package's generated files are in that commit what they are at the tip. Undefined where that cannot be told: it is no
   * commit that the clone has, as of another repository, or one that was pushed after the last fetch.
   */
  readonly upToDate: boolean | undefined;
}

/** How far a delivery is with a package. */
export interface Delivery extends DeliveryReference {
  /** What it has applied, or has done its best to: an apply that failed counts. Empty where it never applied anything. */
  readonly applied: readonly DeliveredRevision[];
  /** What it is applying now. */
  readonly underWay?: DeliveredRevision;
}

/** Everything that applies a package. */
export interface DeliveryObservation {
  readonly deliveries: readonly Delivery[];
  /** The newest commit that changed the package's generated files. */
  readonly commit: string;
}
