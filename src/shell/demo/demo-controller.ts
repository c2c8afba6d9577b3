import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainBlocked } from '../../core/explain.ts';
import { DEFAULT_SYNC_SETTINGS } from '../../core/schema/sync-config/defaults.ts';
import { Controller } from '../controller/controller.ts';
import { NO_OBSERVER } from '../controller/pass-observer.ts';
import type { PassReport } from '../controller/pass-report.ts';
import type { Clock } from '../controller/ports.ts';
import { openRepository } from '../git/open-repository.ts';
import type { Repository } from '../git/repository.ts';
import type { DemoRepository } from './demo-repository.ts';
import { SimulatedCluster } from './simulated-cluster.ts';

const COMMITTER = { name: 'stackset-sync', email: 'stackset-sync@example.org' };
const SCOPE = { paths: ['apps'], files: ['stackset.yaml'] };

/** Nothing is waited for: the demo itself says when something happens. */
const CLOCK: Clock = {
  now: () => Math.floor(Date.now() / 1000),
  elapsed: () => performance.now(),
  sleep: async () => undefined,
  random: Math.random,
};

/** The real controller, between a bare repository on this disk and a simulated cluster. */
export class DemoController {
  readonly cluster = new SimulatedCluster();
  readonly #repository: Repository;
  readonly #controller: Controller;
  readonly #cacheFolder: string;

  private constructor(repository: Repository, cacheFolder: string) {
    const { cluster } = this;
    const { freezeFile } = DEFAULT_SYNC_SETTINGS;
    const options = { repository, cluster, clock: CLOCK, scope: SCOPE, freezeFile, targets: [], observer: NO_OBSERVER };
    this.#repository = repository;
    this.#cacheFolder = cacheFolder;
    this.#controller = new Controller({ ...options, controller: 'demo', dryRun: false, mayAct: () => true });
    cluster.onChange((stackSet) => stackSet && this.#controller.notice(stackSet));
  }

  /** Gives a demo's repository a remote, and follows that. */
  static async start({ git, origin }: DemoRepository): Promise<DemoController> {
    await git('init', '--quiet', '--bare', origin);
    await git('--git-dir', origin, 'config', 'uploadpack.allowFilter', 'true');
    await git('remote', 'add', 'origin', origin);
    await git('push', '--quiet', '--set-upstream', 'origin', 'main');
    const cacheFolder = join(dirname(origin), 'clones');
    const repository = await openRepository({ url: `file://${origin}`, branch: 'main', committer: COMMITTER, cacheFolder });
    return new DemoController(repository, cacheFolder);
  }

  /** Passes until there is nothing more to commit. @returns what it commits and what it waits for, a line each */
  async sync(): Promise<readonly string[]> {
    const lines: string[] = [];
    for (;;) {
      const { outcome, stackSets } = await this.#controller.pass(true, new AbortController().signal);
      if (outcome.kind !== 'committed') return [...lines, ...waits(stackSets)];
      lines.push(`commits ${outcome.commit.slice(0, 7)}  ${outcome.message.split('\n')[0]}`);
    }
  }

  async stop(): Promise<void> {
    await this.#repository.close();
    await rm(this.#cacheFolder, { recursive: true });
  }
}

const waits = (stackSets: PassReport['stackSets']): readonly string[] =>
  stackSets.flatMap(({ decision }) => decision.blocked.map((blocked) => `waits: ${explainBlocked(blocked)}`));
