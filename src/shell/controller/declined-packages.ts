import type { EpochSeconds } from '../../core/model/timestamp.ts';
import type { PathTakenError } from '../git/path-taken-error.ts';
import { fileProblem } from '../package/file-problem.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { TrackedPackage } from './tracked-package.ts';

type Candidate = Pick<TrackedPackage, 'folder' | 'fingerprint'>;

interface Declined {
  readonly fingerprint: string;
  readonly until: EpochSeconds;
  readonly problem: LocatedProblem;
}

/** How long a package that was declined is left alone where nobody changes it, in seconds: at first, and at most. */
const FIRST = 10;
const LONGEST = 300;

/**
 * Finds the packages that a check of the server declines, or that cannot be written, so that they hold up no others: where a commit of
 * several is declined, half of them is tried, until it is known which one it is.
 */
export class DeclinedPackages {
  readonly #declined = new Map<string, Declined>();
  /** How often each was declined as it is. */
  readonly #tries = new Map<string, { readonly fingerprint: string; readonly tries: number }>();
  #most = Number.POSITIVE_INFINITY;

  /** Those of some packages that are to be in the next commit, and how many are left for another. */
  select<T extends Candidate>(packages: readonly T[]): { readonly chosen: readonly T[]; readonly left: number } {
    const candidates = packages.filter((candidate) => this.#problemOf(candidate) === undefined);
    const chosen = candidates.slice(0, this.#most);
    return { chosen, left: candidates.length - chosen.length };
  }

  /**
   * The server declined a commit of these packages.
   * @param message in its words
   * @returns whether fewer of them may be tried at once
   */
  decline(packages: readonly Candidate[], message: string, now: EpochSeconds): boolean {
    this.#most = packages.length > 1 ? Math.floor(packages.length / 2) : Number.POSITIVE_INFINITY;
    const [only, ...others] = packages;
    if (!only || others.length > 0) return true;
    this.#leave(only, declinedProblem(only.folder, message), now);
    return false;
  }

  /** A file of this package cannot be written, for something else is in the way, which need not be followed. */
  obstruct(found: Candidate, { path, message }: PathTakenError, now: EpochSeconds): void {
    this.#leave(found, fileProblem(path, 'error', 'PathTaken', message, 'Move it elsewhere: generated files go there.'), now);
  }

  #leave({ folder, fingerprint }: Candidate, problem: LocatedProblem, now: EpochSeconds): void {
    const before = this.#tries.get(folder);
    const tries = before?.fingerprint === fingerprint ? before.tries : 0;
    this.#tries.set(folder, { fingerprint, tries: tries + 1 });
    const until = now + Math.min(LONGEST, FIRST * 2 ** tries);
    this.#declined.set(folder, { fingerprint, until, problem });
  }

  /** The server took a commit of so many packages, and so many are left. */
  accept(left: number): void {
    if (left === 0) this.#most = Number.POSITIVE_INFINITY;
  }

  problemsOf(found: Candidate): readonly LocatedProblem[] {
    const problem = this.#problemOf(found);
    return problem ? [problem] : [];
  }

  /** Packages whose time is over, or that have changed, are tried again. @returns their folders */
  release(packages: ReadonlyMap<string, Candidate>, now: EpochSeconds): readonly string[] {
    const over = [...this.#declined].filter(
      ([folder, { until, fingerprint }]) => releasedAt(until, now) <= now || packages.get(folder)?.fingerprint !== fingerprint,
    );
    for (const [folder] of over) this.#declined.delete(folder);
    return over.map(([folder]) => folder);
  }

  /** When the next one is tried again; undefined where there is none. */
  nextRelease(now: EpochSeconds): EpochSeconds | undefined {
    const times = [...this.#declined.values()].map(({ until }) => releasedAt(until, now));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #problemOf({ folder, fingerprint }: Candidate): LocatedProblem | undefined {
    const declined = this.#declined.get(folder);
    return declined?.fingerprint === fingerprint ? declined.problem : undefined;
  }
}

/** A time that lies farther ahead than any was set is from before the clock was set back. */
const releasedAt = (until: EpochSeconds, now: EpochSeconds): EpochSeconds => (until > now + LONGEST ? now : until);

const declinedProblem = (folder: string, message: string): LocatedProblem =>
  fileProblem(
    folder,
    'error',
    'CommitDeclined',
    `the Git server declines a commit of this package: ${message}`,
    'See what its check is about, or change it.',
  );
