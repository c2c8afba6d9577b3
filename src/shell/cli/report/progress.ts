import type { CommandContext } from '../command-context.ts';

/** Whoever waits longer wants to see that something goes on. */
const PATIENCE_MILLISECONDS = 500;
const STEP_MILLISECONDS = 100;

export interface ProgressLine {
  /** Shows how far the work is. */
  readonly update: (done: number, total: number) => void;
  /** Takes the line away again. */
  readonly end: () => void;
}

/**
 * A line on a terminal that counts packages, for work that takes long; nothing elsewhere.
 * @param now milliseconds of a clock
 */
export function progressLine({ stderr }: Pick<CommandContext, 'stderr'>, now: () => number = () => performance.now()): ProgressLine {
  let next = now() + PATIENCE_MILLISECONDS;
  let shown = false;
  return {
    update(done, total) {
      if (stderr.isTTY !== true || now() < next) return;
      next = now() + STEP_MILLISECONDS;
      shown = true;
      stderr.write(`\r${done} of ${total} packages`);
    },
    end() {
      if (shown) stderr.write('\r\u001B[K');
    },
  };
}
