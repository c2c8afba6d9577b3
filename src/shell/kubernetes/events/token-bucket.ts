/** How many events of one object come at once at most, and then one in a minute: what is written to the API server stays little. */
const BURST = 25;
const REFILL_MILLISECONDS = 60_000;

/** Lets something happen only so often. */
export class TokenBucket {
  #tokens = BURST;
  #since: number;

  constructor(now: number) {
    this.#since = now;
  }

  /** @param now milliseconds of a clock that never goes back */
  take(now: number): boolean {
    const refilled = Math.floor((now - this.#since) / REFILL_MILLISECONDS);
    this.#tokens = Math.min(BURST, this.#tokens + refilled);
    this.#since += refilled * REFILL_MILLISECONDS;
    if (this.#tokens === 0) return false;
    this.#tokens--;
    return true;
  }
}
