import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RepositorySize } from '../../e2e/git/large-repository.ts';
import { waitUntil } from '../../e2e/harness/wait-until.ts';
import { LiveCluster } from './live-cluster.ts';
import { type Files, nameOf, renderPackage, SETTINGS, stackSetFile, stackSetText } from './packages.ts';
import type { Bench } from './row.ts';
import { ServerRepository } from './server-repository.ts';
import { SyncProcess } from './sync-process.ts';

/** Of a commit that must come. */
const COMMIT_TIMEOUT = 120_000;

/** What a switch took: by the clock in seconds, and in milliseconds of processor time, Git and the server's side of the push included. */
export interface Cost {
  readonly seconds: number;
  readonly processor: number;
}

/** One StackSet with two versions, its repository, and the controller that moves its traffic. v1 has all of it and is ready always. */
export class Shop {
  readonly #index: number;
  readonly #repository: ServerRepository;
  readonly #live: LiveCluster;
  readonly #sync: SyncProcess;
  /** Until the controller was ready for the first time, its clone included. */
  readonly startSeconds: number;
  #applied: string;

  private constructor(
    index: number,
    repository: ServerRepository,
    live: LiveCluster,
    sync: SyncProcess,
    applied: string,
    startSeconds: number,
  ) {
    this.#index = index;
    this.#repository = repository;
    this.#live = live;
    this.#sync = sync;
    this.#applied = applied;
    this.startSeconds = startSeconds;
  }

  /** @param index tells shops of one cluster apart */
  static async open({ folder, kubeconfig }: Bench, index: number, size: RepositorySize): Promise<Shop> {
    const own = join(folder, `${nameOf(index)}-${size.files}`);
    await mkdir(own);
    const files: Files = new Map([...SETTINGS, ...renderPackage(index, 2)]);
    const repository = await ServerRepository.create(join(own, 'apps.git'), size, files);
    const live = new LiveCluster(kubeconfig);
    await live.apply(files, () => true);
    const first = await repository.tip();
    const began = performance.now();
    const sync = await SyncProcess.start({ folder: own, repository: repository.folder, kubeconfig, port: 10_000 + index });
    const shop = new Shop(index, repository, live, sync, first, (performance.now() - began) / 1000);
    await repository.untilAfter(first, COMMIT_TIMEOUT);
    await shop.#apply();
    return shop;
  }

  /** All traffic to v2, whose pods get ready last: from that moment to the commit on the server. */
  async switchWhenReady(): Promise<Cost> {
    const newest = `${nameOf(this.#index)}-v2`;
    await this.#live.setReady(newest, false);
    await this.#ask(2);
    await this.#sync.tellOfPush();
    await waitUntil('the switch waits for pods', async () => (await this.#sync.blocked('StacksNotReady')) > 0, { intervalMs: 50 });
    // Not at the same moment of the controller's rhythm every time.
    await sleep(300 + Math.random() * 200);
    return this.#measure(() => this.#live.setReady(newest, true));
  }

  /** All traffic back to v1, whose pods are ready: from the moment when the controller is told of a person's commit to its own. */
  async switchBack(): Promise<Cost> {
    await this.#ask(1);
    return this.#measure(() => this.#sync.tellOfPush());
  }

  async close(): Promise<void> {
    this.#live.close();
    await this.#sync.stop();
  }

  async #ask(version: number): Promise<void> {
    await this.#repository.commit(new Map([[stackSetFile(this.#index), stackSetText(this.#index, 2, version)]]));
  }

  /** @param begin what the controller reacts to; the time counts from before it is sent */
  async #measure(begin: () => Promise<void>): Promise<Cost> {
    const before = await this.#repository.tip();
    const processor = await this.#sync.processorTime();
    const arrival = this.#repository.untilAfter(before, COMMIT_TIMEOUT);
    const began = Date.now();
    const [{ commit, at }] = await Promise.all([arrival, begin()]);
    // Git's programs end after the branch has moved.
    await sleep(100);
    const cost = { seconds: (at - began) / 1000, processor: (await this.#sync.processorTime()) - processor };
    const subject = (await this.#repository.git('log', '-1', '--format=%s', commit)).trim();
    if (!subject.includes('-> 100 %')) throw new Error(`the commit is no switch: ${subject}`);
    await this.#apply();
    return cost;
  }

  /** As an apply loop does, before anything else happens. */
  async #apply(): Promise<void> {
    const tip = await this.#repository.tip();
    await this.#live.apply(await this.#repository.changes(this.#applied, tip), () => true);
    this.#applied = tip;
    await sleep(500);
  }
}
