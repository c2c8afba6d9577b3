import type { DeliveryReference } from '../../core/model/delivery.ts';
import type { DeliveredFiles } from '../controller/deliveries.ts';
import { keyOf } from './find-deliveries.ts';

/** A delivery that is looked at until it works with the newest files of its packages. Times are milliseconds that never jump. */
export interface Pending {
  readonly reference: DeliveryReference;
  readonly packages: ReadonlyMap<string, DeliveredFiles>;
  readonly since: number;
  readonly nextLook: number;
  /** How often it was asked to look at Git since then. */
  readonly requests: number;
  readonly nextRequest: number;
  /** What it said of itself last. */
  readonly words?: string;
}

/** It is looked at every tenth of the time that it has taken so far, within these bounds. */
const SHORTEST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** Then nobody waits for it any more, or whoever does asks for it again. */
const LONGEST = 600_000;

/**
 * Argo CD forgets a request that comes while it looks at Git already (before 3.6), so one that is without effect is repeated: after 5 s,
 * and each time after twice as long.
 */
const FIRST_REPETITION = 5000;
const MOST_REQUESTS = 6;

/** Which deliveries are looked at, when, and when they are asked. */
export class PendingDeliveries {
  readonly #pending = new Map<string, Pending>();

  get isEmpty(): boolean {
    return this.#pending.size === 0;
  }

  /** Begins anew where files have changed once more. */
  begin(reference: DeliveryReference, files: DeliveredFiles, now: number): void {
    const packages = new Map([...(this.#pending.get(keyOf(reference))?.packages ?? []), [packageKey(files), files]]);
    this.#pending.set(keyOf(reference), { reference, packages, since: now, nextLook: now, requests: 0, nextRequest: now });
  }

  /** Goes on where it is looked at already. */
  goOn(reference: DeliveryReference, files: DeliveredFiles, now: number): void {
    const before = this.#pending.get(keyOf(reference));
    if (before) this.#put({ ...before, packages: new Map([...before.packages, [packageKey(files), files]]) });
    else this.begin(reference, files, now);
  }

  due(now: number): readonly Pending[] {
    for (const [key, { since }] of this.#pending) if (now - since > LONGEST) this.#pending.delete(key);
    return [...this.#pending.values()].filter(({ nextLook }) => nextLook <= now);
  }

  /** Milliseconds until one is due; at most the longest pause. */
  untilNext(now: number): number {
    return Math.max(0, Math.min(LONGEST_PAUSE, ...[...this.#pending.values()].map(({ nextLook }) => nextLook - now)));
  }

  /** One was looked at, and is not done. Where it was begun anew meanwhile, that counts. */
  looked(pending: Pending, words: string | undefined, asked: boolean, now: number): void {
    if (this.#pending.get(keyOf(pending.reference))?.since !== pending.since) return;
    const requests = pending.requests + (asked ? 1 : 0);
    this.#put({
      ...pending,
      ...(words !== undefined && { words }),
      requests,
      nextLook: now + Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, (now - pending.since) / 10)),
      ...(asked && { nextRequest: now + FIRST_REPETITION * 2 ** pending.requests }),
    });
  }

  end({ reference, since }: Pending): void {
    if (this.#pending.get(keyOf(reference))?.since === since) this.#pending.delete(keyOf(reference));
  }

  #put(pending: Pending): void {
    this.#pending.set(keyOf(pending.reference), pending);
  }
}

export const mayBeAsked = ({ requests, nextRequest }: Pending, now: number): boolean => requests < MOST_REQUESTS && nextRequest <= now;

const packageKey = ({ stackSet: { namespace, name }, output }: DeliveredFiles): string => `${output}\n${namespace ?? ''}\n${name}`;
