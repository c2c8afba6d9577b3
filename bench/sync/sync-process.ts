import { createHmac } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STACKSET } from '../../e2e/harness/built.ts';
import { logTail, type Service, startService, stopService } from '../../e2e/harness/service.ts';
import { waitUntil } from '../../e2e/harness/wait-until.ts';

interface SyncOptions {
  /** Of everything that it has: an existing folder of its own. */
  readonly folder: string;
  /** Of the bare repository. */
  readonly repository: string;
  readonly kubeconfig: string;
  readonly port: number;
}

const SECRET = 'stackset-example-secret';
const MILLISECONDS_A_TICK = 10;
const START_TIMEOUT = 900_000;

/** The built `stackset sync` with its defaults, and the webhook in place of short polls. */
export class SyncProcess {
  readonly #service: Service;
  readonly #url: string;

  private constructor(service: Service, url: string) {
    this.#service = service;
    this.#url = url;
  }

  /** Resolves when it is ready: the repository is cloned, and the cluster known. */
  static async start({ folder, repository, kubeconfig, port }: SyncOptions): Promise<SyncProcess> {
    const [config, secretFile, listen] = [join(folder, 'sync.json'), join(folder, 'secret'), `127.0.0.1:${port}`];
    const spec = {
      repository: { url: `file://${repository}`, branch: 'main', paths: ['apps'] },
      cluster: { kubeconfig },
      listen,
      webhook: { secretFile },
    };
    await writeFile(secretFile, SECRET);
    await writeFile(
      config,
      JSON.stringify({ apiVersion: 'stackset-gitops.dev/v1alpha1', kind: 'SyncConfig', metadata: { name: 'bench' }, spec }),
    );
    const args = [STACKSET, 'sync', '--config', config, '--cache', join(folder, 'cache')];
    const service = await startService('stackset sync', process.execPath, args, join(folder, 'log'));
    const sync = new SyncProcess(service, `http://${listen}`);
    const ready = async (): Promise<boolean> => (await fetch(`${sync.#url}/readyz`)).ok;
    await waitUntil('the controller is ready', ready, { timeoutMs: START_TIMEOUT, intervalMs: 50 }).catch(async (cause: unknown) => {
      throw new Error(await sync.log(), { cause });
    });
    return sync;
  }

  /** Lets it know that the branch has moved. */
  async tellOfPush(): Promise<void> {
    const body = JSON.stringify({ ref: 'refs/heads/main', before: '0'.repeat(40), after: '1'.repeat(40) });
    const signature = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
    const headers = { 'content-type': 'application/json', 'x-github-event': 'push', 'x-hub-signature-256': signature };
    const { status } = await fetch(`${this.#url}/webhook`, { method: 'POST', headers, body });
    if (status !== 202) throw new Error(`the webhook answered ${status}`);
  }

  /** How many StackSets it holds back for a reason. */
  async blocked(reason: string): Promise<number> {
    const lines = (await this.metrics()).split('\n').filter((line) => line.startsWith('stackset_sync_blocked{'));
    return lines.filter((line) => line.includes(`reason="${reason}"`) && line.endsWith(' 1')).length;
  }

  async metrics(): Promise<string> {
    return (await fetch(`${this.#url}/metrics`)).text();
  }

  /** In MB: resident now, and at most since the start. Git's own processes are not in it. */
  async memory(): Promise<{ readonly resident: number; readonly peak: number }> {
    const status = await readFile(`/proc/${this.#service.pid}/status`, 'utf8');
    const field = (name: string): number => (Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024) / 1e6;
    return { resident: field('VmRSS'), peak: field('VmHWM') };
  }

  /** Processor time in milliseconds since its start, of all programs too that it has run to their end. */
  async processorTime(): Promise<number> {
    const { own, programs } = await this.processorTimes();
    return own + programs;
  }

  /** The same, apart. */
  async processorTimes(): Promise<{ readonly own: number; readonly programs: number }> {
    // utime, stime, cutime and cstime in proc(5); the name before them may hold anything.
    const fields = (await readFile(`/proc/${this.#service.pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map((field) => Number(field) * MILLISECONDS_A_TICK);
    return { own: user + system, programs: childUser + childSystem };
  }

  log(): Promise<string> {
    return logTail(this.#service, 60);
  }

  stop(): Promise<void> {
    return stopService(this.#service);
  }
}
