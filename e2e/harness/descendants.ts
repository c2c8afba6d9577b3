import { readdir, readFile } from 'node:fs/promises';

/** A process as `/proc` shows it. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** Its program and arguments, each of them behind a NUL. */
  readonly commandLine: string;
  readonly environment: string;
}

const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

async function readProcess(pid: number): Promise<ProcessInfo | undefined> {
  // The name in parentheses may hold spaces and parentheses; the parent's id is the second field behind it.
  const [, parent] = (await read(`/proc/${pid}/stat`)).replace(/^.*\) /s, '').split(' ');
  if (parent === undefined) return undefined;
  const [commandLine, environment] = await Promise.all([read(`/proc/${pid}/cmdline`), read(`/proc/${pid}/environ`)]);
  return { pid, parent: Number(parent), commandLine, environment };
}

/** What a process has started, and what that has started in turn, as far as it still runs. */
export async function descendantsOf(pid: number): Promise<readonly ProcessInfo[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = (await Promise.all(pids.map(readProcess))).filter((found) => found !== undefined);
  const below = (parent: number): readonly ProcessInfo[] =>
    all.filter((found) => found.parent === parent).flatMap((found) => [found, ...below(found.pid)]);
  return below(pid);
}
