import type { Refusal } from '../git/repository.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { BACKOFF, fullJitter } from './backoff.ts';
import type { Controller } from './controller.ts';
import { LONGEST_WAIT, type Rhythm, untilNextPass } from './next-pass.ts';
import type { PassObserver } from './pass-observer.ts';
import type { PassOutcome } from './pass-report.ts';
import type { Clock, Leadership } from './ports.ts';

export interface LoopOptions {
  readonly controller: Controller;
  readonly cluster: Pick<Cluster, 'onChange'>;
  readonly leadership: Leadership;
  readonly rhythm: Rhythm;
  readonly clock: Clock;
  readonly observer: PassObserver;
}

/** Passes one after the other: when something changes, when a moment comes, when it is time to ask the server, and after a failure. */
export class SyncLoop {
  readonly #options: LoopOptions;
  #lastFetch = Number.NEGATIVE_INFINITY;
  #lastProgress: number;
  #fetchAtOnce = false;
  #passAtOnce = false;
  #changes: { readonly first: number; readonly last: number } | undefined;
  #failures = 0;
  #notBefore: number | undefined;
  #wake = new AbortController();

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#lastProgress = options.clock.elapsed();
  }

  /** Milliseconds of the clock that never jumps: when the loop last did something. */
  get lastProgress(): number {
    return this.#lastProgress;
  }

  /** Somebody says that the repository has changed. */
  repositoryChanged(): void {
    this.#fetchAtOnce = true;
    this.#wake.abort();
  }

  /** Goes on until the signal, and then ends after what is under way: a push that was begun, or what comes before one. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const { controller, cluster, leadership, clock } = this.#options;
    const endings = [
      cluster.onChange((stackSet) => {
        if (stackSet) controller.notice(stackSet);
        const now = clock.elapsed();
        this.#changes = { first: this.#changes?.first ?? now, last: now };
        this.#wake.abort();
      }),
      leadership.onChange(() => this.repositoryChanged()),
    ];
    try {
      while (!signal.aborted) {
        const wait = this.#wait();
        if (wait > 0) await this.#sleep(wait, signal);
        else await this.#pass(signal);
        this.#lastProgress = clock.elapsed();
      }
    } finally {
      for (const end of endings) end();
    }
  }

  #wait(): number {
    const { controller, leadership, rhythm, clock } = this.#options;
    const now = clock.elapsed();
    if (!leadership.isLeader()) return Math.min(rhythm.pollInterval, LONGEST_WAIT);
    const { nextMoment } = controller;
    return untilNextPass(
      {
        lastFetch: this.#lastFetch,
        atOnce: this.#fetchAtOnce || this.#passAtOnce,
        ...(this.#changes && { changes: this.#changes }),
        ...(nextMoment !== undefined && { nextMoment: (nextMoment - clock.now()) * 1000 }),
        ...(this.#notBefore !== undefined && { notBefore: this.#notBefore }),
      },
      rhythm,
      now,
    );
  }

  /** Ends early where something happens. What happened before it began is in `#wait` already. */
  async #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.#wake = new AbortController();
    await this.#options.clock.sleep(milliseconds, AbortSignal.any([signal, this.#wake.signal]));
  }

  async #pass(signal: AbortSignal): Promise<void> {
    const { controller, clock, observer, rhythm } = this.#options;
    const now = clock.elapsed();
    const fetch = this.#fetchAtOnce || now >= this.#lastFetch + rhythm.pollInterval;
    if (fetch) this.#lastFetch = now;
    this.#fetchAtOnce = false;
    this.#passAtOnce = false;
    this.#changes = undefined;
    try {
      const report = await controller.pass(fetch, signal);
      if (report.lostRaces > 0) this.#lastFetch = clock.elapsed();
      this.#followUp(report.outcome);
      observer.passed(report);
    } catch (error) {
      observer.failed(error, this.#retry('failure'));
    }
  }

  #followUp(outcome: PassOutcome): void {
    if (outcome.kind === 'refused') {
      this.#options.observer.refused(outcome.refusal, outcome.message, this.#retry(outcome.refusal));
      return;
    }
    this.#failures = 0;
    this.#notBefore = undefined;
    this.#passAtOnce = outcome.kind === 'committed';
  }

  /** Tries again, from the tip, after a wait. @returns how long, in milliseconds */
  #retry(kind: Refusal | 'failure'): number {
    const { clock } = this.#options;
    const wait = fullJitter(BACKOFF[kind], ++this.#failures, clock.random());
    this.#notBefore = clock.elapsed() + wait;
    this.#fetchAtOnce = true;
    return wait;
  }
}
