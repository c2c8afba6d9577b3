import { fieldAt } from '../../../core/schema/field-at.ts';
import { countAt, textAt } from '../live-object.ts';

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
export interface LeaseObject {
  readonly apiVersion: 'coordination.k8s.io/v1';
  readonly kind: 'Lease';
  readonly metadata: { readonly namespace: string; readonly name: string; readonly resourceVersion?: string };
  readonly spec: {
    readonly holderIdentity: string;
    readonly leaseDurationSeconds: number;
    readonly acquireTime: string;
    readonly renewTime: string;
    readonly leaseTransitions: number;
  };
}

export interface LeasePlace {
  readonly namespace: string;
  readonly name: string;
}

/** What a lease says at a moment. */
export interface SeenLease {
  /** '' where it was given up. */
  readonly holder: string;
  readonly durationSeconds: number;
  /** Changes with each renewal. */
  readonly resourceVersion: string;
  readonly acquireTime: string;
  readonly transitions: number;
}

export function parseLease(value: unknown): SeenLease {
  return {
    holder: textAt(value, ['spec', 'holderIdentity']) ?? '',
    durationSeconds: countAt(value, ['spec', 'leaseDurationSeconds']) ?? 0,
    resourceVersion: String(fieldAt(value, ['metadata', 'resourceVersion']) ?? ''),
    acquireTime: textAt(value, ['spec', 'acquireTime']) ?? '',
    transitions: countAt(value, ['spec', 'leaseTransitions']) ?? 0,
  };
}

/**
 * The lease as a candidate writes it.
 * @param seen what it replaces; undefined where there is none
 * @param now of the wall clock, in milliseconds; for people only, since clocks of machines differ
 */
export function buildLease(
  { namespace, name }: LeasePlace,
  holder: string,
  durationSeconds: number,
  seen: SeenLease | undefined,
  now: number,
): LeaseObject {
  const time = new Date(now).toISOString().replace('Z', '000Z');
  const isRenewal = seen?.holder === holder || holder === '';
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { namespace, name, ...(seen && { resourceVersion: seen.resourceVersion }) },
    spec: {
      holderIdentity: holder,
      leaseDurationSeconds: durationSeconds,
      acquireTime: isRenewal && seen?.acquireTime ? seen.acquireTime : time,
      renewTime: time,
      leaseTransitions: (seen?.transitions ?? 0) + (seen && !isRenewal ? 1 : 0),
    },
  };
}
