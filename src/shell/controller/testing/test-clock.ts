import { parseTimestamp } from '../../../core/model/timestamp.ts';
import type { Clock } from '../ports.ts';

/** A clock that stands still until it is told otherwise; who sleeps is woken at once, and time has passed. */
export class TestClock implements Clock {
  #seconds: number;
  readonly #random: () => number;
  /** Milliseconds that were slept. */
  readonly slept: number[] = [];

  constructor(now = '2026-03-01T12:00:00Z', random: () => number = () => 0) {
    this.#seconds = parseTimestamp(now) ?? 0;
    this.#random = random;
  }

  now(): number {
    return Math.floor(this.#seconds);
  }

  elapsed(): number {
    return this.#seconds * 1000;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.#seconds += milliseconds / 1000;
  }

  random(): number {
    return this.#random();
  }

  pass(seconds: number): void {
    this.#seconds += seconds;
  }
}
