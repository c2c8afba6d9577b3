import type { Output } from '../cli/command-context.ts';

const STEP_MILLISECONDS = 50;
const WIDTH = 30;

export interface ProgressBar {
  readonly update: (done: number, total: number) => void;
  /** Takes the bar away again. */
  readonly end: () => void;
}

/**
 * A bar on a terminal; nothing elsewhere.
 * @param now milliseconds of a clock
 */
export function progressBar(output: Output, now: () => number = () => performance.now()): ProgressBar {
  let next = 0;
  let shown = false;
  return {
    update(done, total) {
      if (output.isTTY !== true || now() < next) return;
      next = now() + STEP_MILLISECONDS;
      shown = true;
      const filled = Math.round((done / total) * WIDTH);
      output.write(`\r${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.floor((done / total) * 100)} %`);
    },
    end() {
      if (shown) output.write('\r\u001B[K');
    },
  };
}
