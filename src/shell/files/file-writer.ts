import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes files so that each appears whole or not at all: it is written beside its place and renamed. What a writer that was killed left
 * behind is cleared away by the next one that writes to the folder.
 */
export class FileWriter {
  /** Folders that exist, without leftovers. */
  readonly #prepared = new Set<string>();

  /**
   * Also makes the folder. A link in the file's place is replaced, and not followed.
   * @param mode the file's permissions; those of a new file where it is missing
   * @throws where it cannot be written; the file is as it was then, and nothing is left beside it
   */
  write(path: string, text: string, mode?: number): void {
    const folder = dirname(path);
    const temporary = join(folder, `.${basename(path)}.${process.pid}.tmp`);
    try {
      if (!this.#prepared.has(folder)) prepare(folder);
      this.#prepared.add(folder);
      // A name that somebody else has taken is not written to: it may be a link to anywhere.
      writeFileSync(temporary, text, { flag: 'wx', ...(mode !== undefined && { mode }) });
      if (mode !== undefined) chmodSync(temporary, mode);
      renameSync(temporary, path);
    } catch (cause) {
      rmSync(temporary, { force: true });
      throw new Error(`cannot write ${path}`, { cause });
    }
  }
}

function prepare(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    const writer = Number(/^\..+\.(\d+)\.tmp$/.exec(name)?.[1]);
    // In a container each process may have the number of the one before it.
    if (writer === process.pid || (writer > 0 && !isRunning(writer))) rmSync(join(folder, name), { force: true });
  }
}

/** Signal 0 only asks whether the process is there. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
