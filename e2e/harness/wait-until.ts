import { setTimeout as sleep } from 'node:timers/promises';

interface WaitOptions {
  /** 60 s by default. */
  readonly timeoutMs?: number;
  /** 100 ms by default. */
  readonly intervalMs?: number;
}

/**
 * Asks again and again until the answer is neither false nor undefined, and gives it. An error counts as "not yet".
 * @param what ends the message "Waited 60 s in vain until …"; the last error is its cause
 */
export async function waitUntil<T>(what: string, ask: () => Promise<T | false | undefined>, options: WaitOptions = {}): Promise<T> {
  const { timeoutMs = 60_000, intervalMs = 100 } = options;
  const end = performance.now() + timeoutMs;
  let cause: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== false && answer !== undefined) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await sleep(intervalMs);
  } while (performance.now() < end);
  throw new Error(`Waited ${timeoutMs / 1000} s in vain until ${what}`, { cause });
}
