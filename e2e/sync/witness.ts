import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Controller } from '../harness/controller.ts';
import { descendantsOf, type ProcessInfo } from '../harness/descendants.ts';

const INTERVAL_MS = 25;

/** Sees what a controller starts and how much memory it takes, until the running test ends. */
export class Witness {
  readonly #controller: Controller;
  readonly #programs = new Set<string>();
  readonly #processes = new Set<string>();
  #ended = false;

  constructor(controller: Controller) {
    this.#controller = controller;
    const watching = this.#watch();
    onTestFinished(async () => {
      this.#ended = true;
      await watching;
    });
  }

  /** Names of the programs that it has started, as far as they ran long enough to be seen. */
  get programs(): ReadonlySet<string> {
    return this.#programs;
  }

  /** Arguments and environments of all these. */
  get processes(): readonly string[] {
    return [...this.#processes];
  }

  /** The most that it has held in memory since its start. */
  async peakMegabytes(): Promise<number> {
    const status = await readFile(`/proc/${this.#controller.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  }

  async #watch(): Promise<void> {
    while (!this.#ended) {
      const own = await readFile(`/proc/${this.#controller.pid}/cmdline`, 'utf8').catch(() => '');
      for (const found of await descendantsOf(this.#controller.pid)) this.#note(found, own);
      await sleep(INTERVAL_MS);
    }
  }

  #note({ commandLine, environment }: ProcessInfo, own: string): void {
    const [program] = commandLine.split('\0');
    // One that ends has no arguments, and one that has only been forked those of the controller.
    if (!program || commandLine === own) return;
    this.#programs.add(basename(program));
    this.#processes.add(`${commandLine}\n${environment}`);
  }
}
