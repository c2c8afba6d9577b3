import { visibleText } from '../cli/report/visible-text.ts';
import type { LocatedProblem } from '../problem/located-problem.ts';
import type { StackSetStatus, Standing } from './stack-set-status.ts';
import { nameOf, reasonsOf, STANDING_WORDS, weightsOf } from './status-text.ts';

/** What was seen, or why nothing could be seen. */
export type Look = { readonly statuses: readonly StackSetStatus[] } | { readonly problems: readonly LocatedProblem[] };

export interface WaitOptions {
  /** Milliseconds. */
  readonly timeout: number;
  readonly interval: number;
  /** Milliseconds of a clock that does not jump. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Called with a line for each StackSet that is otherwise than before. */
  readonly tell: (line: string) => void;
}

/** What nobody but a person ends: waiting for it is of no use. */
const STUCK: ReadonlySet<Standing> = new Set<Standing>(['held', 'frozen', 'paused', 'invalid']);

/** A package of another controller or folder is stuck too; one that nobody has adopted yet is not. */
const isStuck = ({ standing, blocked }: StackSetStatus): boolean =>
  STUCK.has(standing) || (standing === 'notAdopted' && blocked.some(({ reason }) => reason === 'NotAdopted'));

export const isDone = ({ standing }: Pick<StackSetStatus, 'standing'>): boolean => standing === 'done';

/** Looks again and again until all StackSets are where they are to be, one of them cannot get there by itself, or the time is up. */
export async function watchStatus(look: () => Promise<Look>, { timeout, interval, now, sleep, tell }: WaitOptions): Promise<Look> {
  const end = now() + timeout;
  const told = new Map<string, string>();
  for (;;) {
    const seen = await look();
    if ('problems' in seen) return seen;
    const { statuses } = seen;
    for (const status of statuses) {
      const line = lineOf(status);
      if (told.get(status.folder + nameOf(status)) !== line) tell(line);
      told.set(status.folder + nameOf(status), line);
    }
    const left = end - now();
    if (statuses.every(isDone) || statuses.some(isStuck) || left <= 0) return seen;
    await sleep(Math.min(interval, left));
  }
}

function lineOf(status: StackSetStatus): string {
  const reasons = reasonsOf(status);
  return visibleText(`${nameOf(status)}: ${STANDING_WORDS[status.standing]}, ${weightsOf(status)}${reasons === '' ? '' : `; ${reasons}`}`);
}
