import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runFolder } from '../harness/network-namespace.ts';

/** What one cluster has to itself in the run's network namespace. */
export interface Slot {
  readonly folder: string;
  /** The first of 50 TCP ports. Below the range from which the kernel takes ports for outgoing connections, so they stay free. */
  readonly ports: number;
  /** The addresses of its pods, all local in the namespace. */
  readonly podRange: string;
}

const SLOTS = 128;

/** Takes the next free slot of this run. Several processes can ask at once. */
export async function takeSlot(): Promise<Slot> {
  const run = runFolder();
  if (run === undefined) throw new Error('A cluster needs a network namespace: run the tests by `npm run test:e2e -- FILE`');
  for (let index = 0; index < SLOTS; index++) {
    const folder = join(run, `cluster-${index}`);
    if (await isNew(folder)) return { folder, ports: 20_000 + 50 * index, podRange: `10.${128 + index}.0.0/16` };
  }
  throw new Error(`This run has started ${SLOTS} clusters already`);
}

/** Making a folder is atomic: of several processes, one gets it. */
export async function isNew(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
