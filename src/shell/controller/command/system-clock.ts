import { setTimeout as sleep } from 'node:timers/promises';
import type { EpochSeconds } from '../../../core/model/timestamp.ts';
import type { Clock } from '../ports.ts';

/** This machine's clock. @param fixed what it says instead of the time, for a decision as of another moment */
export const systemClock = (fixed?: EpochSeconds): Clock => ({
  now: () => fixed ?? Math.floor(Date.now() / 1000),
  elapsed: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await sleep(milliseconds, undefined, signal && { signal });
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
  random: Math.random,
});
