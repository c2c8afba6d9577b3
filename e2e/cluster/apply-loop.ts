import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '../harness/wait-until.ts';
import { type ApplyOptions, applyFolder } from './apply-set.ts';
import { Checkout } from './checkout.ts';
import type { Cluster } from './cluster.ts';

export interface ApplyLoopOptions extends ApplyOptions {
  readonly cluster: Cluster;
  /** The Kubernetes namespace that gets the objects; it has one ApplySet, so one loop. */
  readonly namespace: string;
  /** The repository's URL, or the path of a bare one. */
  readonly repository: string;
  /** `main` by default. */
  readonly branch?: string;
  /** The folder with the kustomization, from the repository's root, such as `apps/shop/stacks`. */
  readonly folder: string;
  /** For git's credentials. */
  readonly env?: Readonly<Record<string, string>>;
  /** How often it asks for the tip, in milliseconds; 300 by default. */
  readonly intervalMs?: number;
}

/** What was applied, or why not. */
export interface Applied {
  readonly commit: string;
  readonly failure?: string;
}

/** Stands for Argo CD or Flux: applies the tip of a branch to a namespace whenever it has moved, until it is stopped. */
export class ApplyLoop {
  readonly #options: ApplyLoopOptions;
  readonly #checkout: Checkout;
  readonly #ended: Promise<void>;
  readonly #history: Applied[] = [];
  #paused = false;
  #stopped = false;
  #pass: Promise<void> = Promise.resolve();

  private constructor(options: ApplyLoopOptions, checkout: Checkout) {
    this.#options = options;
    this.#checkout = checkout;
    this.#ended = this.#run();
  }

  /** Starts a loop; `stop` it before the cluster ends. */
  static async start(options: ApplyLoopOptions): Promise<ApplyLoop> {
    const home = await mkdtemp(join(options.cluster.folder, 'apply-loop-'));
    return new ApplyLoop(options, new Checkout(home, options.repository, options.branch ?? 'main', options.env));
  }

  /** Every attempt, the oldest first. A commit that failed is tried again in the next pass. */
  get history(): readonly Applied[] {
    return this.#history;
  }

  /** The commit that the cluster was last brought to. */
  get appliedRevision(): string | undefined {
    return this.#history.findLast(({ failure }) => failure === undefined)?.commit;
  }

  /** Waits until a commit, or one with it in its history, is what the cluster was brought to. */
  async untilApplied(commit: string, timeoutMs = 30_000): Promise<void> {
    const applied = async (): Promise<boolean> => {
      const revision = this.appliedRevision;
      if (revision !== undefined && (await this.#checkout.contains(revision, commit))) return true;
      throw new Error(this.#history.at(-1)?.failure ?? `at ${revision}`);
    };
    await waitUntil(`${commit} is applied`, applied, { timeoutMs, intervalMs: 100 });
  }

  /** Begins no further pass; returns when the one under way has ended. */
  async pause(): Promise<void> {
    this.#paused = true;
    await this.#pass;
  }

  resume(): void {
    this.#paused = false;
  }

  /** Ends after the pass that is under way. What it has applied stays. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      if (!this.#paused) {
        this.#pass = this.#apply();
        await this.#pass;
      }
      await sleep(this.#options.intervalMs ?? 300);
    }
  }

  async #apply(): Promise<void> {
    const { cluster, namespace, folder } = this.#options;
    let commit = 'none';
    try {
      commit = await this.#checkout.fetch();
      if (commit === this.appliedRevision) return;
      await applyFolder(cluster, namespace, await this.#checkout.extract(commit, folder), this.#options);
      this.#history.push({ commit });
    } catch (error) {
      this.#history.push({ commit, failure: (error as Error).message });
    }
  }
}
