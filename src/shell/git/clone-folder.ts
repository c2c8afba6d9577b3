import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename } from 'node:fs/promises';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { isAlive, showLife } from './liveness.ts';

const CLONE = '.git';
const SOCKET = '.sock';

export interface CloneFolder {
  readonly path: string;
  /** Leaves the clone to whoever comes next. */
  readonly release: () => Promise<void>;
}

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/** A clone that no process holds, renamed to be this one's; undefined where there is none. */
async function takeOver(folder: string, own: string): Promise<string | undefined> {
  const clones = (await readdir(folder)).filter((name) => name.endsWith(CLONE));
  for (const clone of clones) {
    if (await isAlive(join(folder, clone.slice(0, -CLONE.length) + SOCKET))) continue;
    try {
      await rename(join(folder, clone), own);
      return own;
    } catch (error) {
      // Another process was faster.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}

/**
 * A folder for a clone of this address which this process alone uses until `release`; empty if there is no clone yet.
 * The folder is named after its holder, so that taking one over is one `rename`, which only one process can win. It also shuts out what
 * a killed holder has left running: a `git fetch` without its parent finds its repository no more, so its lock files can be removed.
 */
export async function claimCloneFolder(cacheFolder: string, url: string): Promise<CloneFolder> {
  const folder = join(cacheFolder, createHash('sha256').update(url).digest('hex').slice(0, 16));
  // Contents of a private repository are nobody else's.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const session = randomBytes(4).toString('hex');
  const path = join(folder, session + CLONE);
  const server = await showLife(join(folder, session + SOCKET));
  try {
    if ((await takeOver(folder, path)) === undefined) await mkdir(path, { mode: 0o700 });
  } catch (error) {
    await closed(server);
    throw error;
  }
  return { path, release: () => closed(server) };
}
