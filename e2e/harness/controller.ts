import { mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STACKSET } from './built.ts';
import { descendantsOf } from './descendants.ts';
import { isRunning, type Service, startService, stopService } from './service.ts';

export interface ControllerOptions {
  /** The path of its SyncConfig. */
  readonly config: string;
  /** Further arguments of `stackset sync`. */
  readonly args?: readonly string[];
  /** Such as KUBECONFIG. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** `stackset sync`, as users run it, in the background. It ends with the test's process at the latest. */
export class Controller {
  readonly #options: ControllerOptions;
  readonly log: string;
  #service: Service;

  private constructor(options: ControllerOptions, log: string, service: Service) {
    this.#options = options;
    this.log = log;
    this.#service = service;
  }

  /** Starts it, with a log of its own. */
  static async start(options: ControllerOptions): Promise<Controller> {
    const log = join(await mkdtemp(join(await realpath(tmpdir()), 'controller-')), 'sync.log');
    await writeFile(clockOf(log), '0');
    return new Controller(options, log, await startSync(options, log));
  }

  get pid(): number {
    return this.#service.pid;
  }

  get running(): boolean {
    return isRunning(this.#service);
  }

  /** All that it has printed, on stdout and stderr, since its first start. */
  async output(): Promise<string> {
    return readFile(this.log, 'utf8');
  }

  /** Sets its wall clock off from the real one, by minutes or years; 0 sets it right. Timers go on. */
  async setClock(offsetMs: number): Promise<void> {
    await writeFile(clockOf(this.log), String(offsetMs));
  }

  /** Ends it at once, as a crash or `kill -9` does. */
  async kill(): Promise<void> {
    await stopService(this.#service, 'SIGKILL');
  }

  /** The same with all that it has started, as where its container is killed. */
  async killAll(): Promise<void> {
    const children = await descendantsOf(this.pid);
    process.kill(this.pid, 'SIGKILL');
    for (const { pid } of children) tryKill(pid);
    await this.kill();
  }

  /** Asks it to end, and waits; after 10 s it is killed. */
  async stop(): Promise<void> {
    await stopService(this.#service, 'SIGTERM');
  }

  /** Starts it again, which must have ended; its output goes on in the same log. */
  async start(): Promise<void> {
    if (this.running) throw new Error('The controller runs already');
    this.#service = await startSync(this.#options, this.log);
  }
}

/** One that has ended by itself need not be killed. */
function tryKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}

const SHIFTED_CLOCK = fileURLToPath(new URL('shifted-clock.mjs', import.meta.url));
const clockOf = (log: string): string => join(dirname(log), 'clock');

function startSync({ config, args = [], env = {}, cwd }: ControllerOptions, log: string): Promise<Service> {
  const command = ['--import', SHIFTED_CLOCK, STACKSET, 'sync', '--config', config, ...args];
  const options = { env: { ...env, STACKSET_E2E_CLOCK: clockOf(log) }, ...(cwd === undefined ? {} : { cwd }) };
  return startService('stackset sync', process.execPath, command, log, options);
}
