import type { EpochSeconds } from '../../core/model/timestamp.ts';

/**
 * Which StackSets are to be looked at, by their keys: those of which something changed, and those whose next moment has come. What
 * is not on it costs nothing.
 */
export class Agenda {
  readonly #changed = new Set<string>();
  readonly #moments = new Map<string, EpochSeconds>();

  /** Something that a decision looks at has changed. */
  add(key: string): void {
    this.#changed.add(key);
  }

  /** Those that are due, in no order. */
  due(now: EpochSeconds): ReadonlySet<string> {
    const come = [...this.#moments].flatMap(([key, moment]) => (moment <= now ? [key] : []));
    return new Set([...this.#changed, ...come]);
  }

  /**
   * A StackSet was looked at, and nothing of it has to be looked at again before something changes.
   * @param moment when time alone will change what is decided; undefined where it never does
   */
  settle(key: string, moment: EpochSeconds | undefined): void {
    this.#changed.delete(key);
    if (moment === undefined) this.#moments.delete(key);
    else this.#moments.set(key, moment);
  }

  /** A StackSet that is gone. */
  forget(key: string): void {
    this.settle(key, undefined);
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  /** When the next moment comes; undefined where none does. */
  get nextMoment(): EpochSeconds | undefined {
    let next: EpochSeconds | undefined;
    for (const moment of this.#moments.values()) if (next === undefined || moment < next) next = moment;
    return next;
  }
}
