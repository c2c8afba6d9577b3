import type { EpochSeconds } from '../../core/model/timestamp.ts';

/** When a key is due by time alone, and when that was told. */
interface Appointment {
  readonly moment: EpochSeconds;
  readonly told: EpochSeconds;
}

/**
 * Which StackSets are to be looked at, by their keys: those of which something changed, and those whose next moment has come. What
 * is not on it costs nothing. What was told by a clock that was set back since is due at once: its moment may be hours away by now.
 */
export class Agenda {
  readonly #changed = new Set<string>();
  readonly #appointments = new Map<string, Appointment>();

  /** Something that a decision looks at has changed. */
  add(key: string): void {
    this.#changed.add(key);
  }

  /** Those that are due, in no order. */
  due(now: EpochSeconds): ReadonlySet<string> {
    const come = [...this.#appointments].flatMap(([key, appointment]) => (comesAt(appointment, now) <= now ? [key] : []));
    return new Set([...this.#changed, ...come]);
  }

  /**
   * A StackSet was looked at, and nothing of it has to be looked at again before something changes.
   * @param moment when time alone will change what is decided; undefined where it never does
   * @param told when it was looked at
   */
  settle(key: string, moment: EpochSeconds | undefined, told: EpochSeconds): void {
    this.#changed.delete(key);
    if (moment === undefined) this.#appointments.delete(key);
    else this.#appointments.set(key, { moment, told });
  }

  /** Nothing of it is due any more. */
  forget(key: string): void {
    this.#changed.delete(key);
    this.#appointments.delete(key);
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  /** When something is due next by time alone; undefined where nothing will be. */
  nextMoment(now: EpochSeconds): EpochSeconds | undefined {
    let next: EpochSeconds | undefined;
    for (const appointment of this.#appointments.values()) {
      const moment = comesAt(appointment, now);
      if (next === undefined || moment < next) next = moment;
    }
    return next;
  }
}

const comesAt = ({ moment, told }: Appointment, now: EpochSeconds): EpochSeconds => (now < told ? now : moment);
