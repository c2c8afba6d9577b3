/** An answer to a probe, with what a person reads in it. */
export interface Verdict {
  readonly ok: boolean;
  /** One line for each thing that was looked at. */
  readonly lines: readonly string[];
}

/** What a probe is answered from. All times are milliseconds since the epoch. */
export interface SyncHealth {
  readonly now: number;
  /** When the loop last did something: it waited, fetched, decided, or tried again. */
  readonly lastProgress: number;
  /** Milliseconds without progress after which the loop counts as stuck; see `progressLimit`. */
  readonly progressLimit: number;
  readonly role: 'starting' | 'standby' | 'leader';
  /** Whether the picture of the cluster can be trusted; missing while nothing is observed. */
  readonly observation?: { readonly fresh: true; readonly ageSeconds: number } | { readonly fresh: false; readonly reason: string };
  /** Whether the last fetch reached the repository; missing until one was tried. */
  readonly repository?: { readonly reachable: true } | { readonly reachable: false; readonly reason: string };
}

/** A first clone of a large repository may take half an hour before it runs into its own time limit. */
const SLOWEST_STEP = 35 * 60_000;

/** In milliseconds: several polls, and the slowest step. Each has a limit of its own, so that what is slower is stuck. */
export const progressLimit = (pollIntervalMilliseconds: number): number => 3 * pollIntervalMilliseconds + SLOWEST_STEP;

/** Alive means that the loop moves. A cluster or a Git server that is away is no reason to restart: that would not bring it back. */
export function judgeAlive({ now, lastProgress, progressLimit: limit }: SyncHealth): Verdict {
  // A clock that was set back makes no loop stuck.
  const still = Math.max(0, now - lastProgress);
  const seconds = Math.round(still / 1000);
  return still <= limit
    ? { ok: true, lines: [`the loop moved ${seconds} s ago`] }
    : { ok: false, lines: [`the loop has not moved for ${seconds} s, ${Math.round(limit / 1000)} s are allowed`] };
}

/** Ready means that a decision could be made now, or that this replica stands by for the one that makes them. */
export function judgeReady({ role, observation, repository }: SyncHealth): Verdict {
  if (role === 'standby') return { ok: true, lines: ['standby: another replica is the leader'] };
  const parts: readonly Verdict[] = [judgeRole(role), judgeObservation(observation), judgeRepository(repository)];
  return { ok: parts.every(({ ok }) => ok), lines: parts.flatMap(({ lines }) => lines) };
}

const judgeRole = (role: SyncHealth['role']): Verdict =>
  role === 'leader' ? { ok: true, lines: ['leader'] } : { ok: false, lines: ['starting: not known yet who leads'] };

function judgeObservation(observation: SyncHealth['observation']): Verdict {
  if (observation === undefined) return { ok: false, lines: ['cluster: not observed yet'] };
  return observation.fresh
    ? { ok: true, lines: [`cluster: seen ${Math.round(observation.ageSeconds)} s ago`] }
    : { ok: false, lines: [`cluster: ${observation.reason}`] };
}

function judgeRepository(repository: SyncHealth['repository']): Verdict {
  if (repository === undefined) return { ok: false, lines: ['repository: not fetched yet'] };
  return repository.reachable ? { ok: true, lines: ['repository: reachable'] } : { ok: false, lines: [`repository: ${repository.reason}`] };
}
