import { spawn } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { waitUntil } from './wait-until.ts';

/** A program that runs until it is stopped; plain data, so that another process can stop it too. */
export interface Service {
  readonly name: string;
  readonly pid: number;
  /** The file with all it has printed; a later service of the same log goes on below. */
  readonly log: string;
}

interface ServiceOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** It outlives this process, for others to use; without it, it ends with this process. */
  readonly shared?: boolean;
}

const mine = new Set<number>();
process.on('exit', () => {
  for (const pid of mine) signal(pid, 'SIGKILL');
});

/** Starts a program in the background, in a process group of its own, so that Ctrl-C does not reach it before the tests. */
export async function startService(
  name: string,
  command: string,
  args: readonly string[],
  log: string,
  options: ServiceOptions = {},
): Promise<Service> {
  await mkdir(dirname(log), { recursive: true });
  const file = await open(log, 'a');
  try {
    const { cwd, env } = options;
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', file.fd, file.fd] });
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    const { pid } = child;
    if (pid === undefined) throw new Error(`${name} has no process id`);
    if (options.shared !== true) mine.add(pid);
    child.once('exit', () => mine.delete(pid));
    child.unref();
    return { name, pid, log };
  } catch (cause) {
    throw new Error(`${name} could not be started`, { cause });
  } finally {
    await file.close();
  }
}

/** Whether the service's process is there still. */
export const isRunning = ({ pid }: Service): boolean => signal(pid, 0);

/** Sends a signal; false where the process is gone. */
export const signalService = ({ pid }: Service, name: NodeJS.Signals): boolean => signal(pid, name);

/**
 * Ends a service and waits until its process is gone. One that does not heed the signal within the limit is killed.
 * @param graceMs 10 s by default
 */
export async function stopService(service: Service, name: NodeJS.Signals = 'SIGTERM', graceMs = 10_000): Promise<void> {
  signal(service.pid, name);
  const gone = async (): Promise<boolean> => !isRunning(service);
  const timer = setTimeout(() => signal(service.pid, 'SIGKILL'), graceMs);
  try {
    await waitUntil(`${service.name} ends`, gone, { timeoutMs: graceMs + 10_000, intervalMs: 20 });
  } finally {
    clearTimeout(timer);
  }
}

/** The last lines that a service has printed, headed by its name. */
export async function logTail({ name, log }: Service, lines: number): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return [`--- ${name} (${log})`, ...text.trimEnd().split('\n').slice(-lines)].join('\n');
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
