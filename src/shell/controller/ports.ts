/**
 * What the controller needs of its surroundings besides the `Repository` of the git room and the `Cluster` of the kubernetes room:
 * whether it may act at all, time and chance.
 */

/** Whether this process is the one of its replicas that acts. */
export interface Leadership {
  isLeader(): boolean;
  /** @returns what ends it */
  onChange(listener: () => void): () => void;
}

/** Time and chance, which tests set. */
export interface Clock {
  /** Whole seconds since 1970, of the wall clock: what decisions are made by. */
  now(): number;
  /** Milliseconds of a clock that never jumps: what waits are measured by. */
  elapsed(): number;
  /** Ends early, without an error, where the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to but without 1. */
  random(): number;
}
