import { readdir, readFile } from 'node:fs/promises';

const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/** Arguments and environments of all processes but this one, as `ps eww` shows them to their user. */
async function readProcesses(): Promise<readonly string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return Promise.all(ids.map(async (id) => `${await read(`/proc/${id}/cmdline`)}\n${await read(`/proc/${id}/environ`)}`));
}

/** Calls `look` with the processes again and again while something is done; gives that and how often it looked. */
export async function watchProcesses<T>(doing: () => Promise<T>, look: (processes: readonly string[]) => void): Promise<T> {
  let done = false;
  const watching = (async () => {
    while (!done) look(await readProcesses());
  })();
  try {
    return await doing();
  } finally {
    done = true;
    await watching;
  }
}
