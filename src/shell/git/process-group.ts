import { setTimeout as wait } from 'node:timers/promises';

/** How long Git has after SIGTERM to take its lock files and half-written packs away. */
const GRACE_MILLISECONDS = 1_000;

/** Leaders of groups that have not ended. A group has its own id, so that ssh, git-remote-https and hooks end together with their git. */
const running = new Set<number>();

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // It has ended by itself.
  }
}

process.on('exit', () => {
  for (const group of running) signal(group, 'SIGKILL');
});

export function trackGroup(group: number): void {
  running.add(group);
}

export function forgetGroup(group: number): void {
  running.delete(group);
}

/** Asks all processes of a group to end, and ends those that do not. */
export async function endGroup(group: number): Promise<void> {
  signal(group, 'SIGTERM');
  await wait(GRACE_MILLISECONDS, undefined, { ref: false });
  signal(group, 'SIGKILL');
}
