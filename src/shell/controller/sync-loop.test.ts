import { describe, expect, test } from 'vitest';
import type { StackSetKey } from '../kubernetes/cluster.ts';
import type { Controller } from './controller.ts';
import { NO_OBSERVER, type PassObserver } from './pass-observer.ts';
import type { PassOutcome, PassReport } from './pass-report.ts';
import type { Clock } from './ports.ts';
import { SyncLoop } from './sync-loop.ts';

const RHYTHM = { pollInterval: 30_000, debounce: 200 };
const UNCHANGED: PassOutcome = { kind: 'unchanged' };
const COMMITTED: PassOutcome = { kind: 'committed', commit: 'c0ffee', message: 'shop: switch\n', changes: [] };
const REFUSED: PassOutcome = { kind: 'refused', refusal: 'network', message: 'no route to host', changes: [] };

/** What happens at some time of the stage, in milliseconds. */
type Script = Readonly<Record<number, (stage: Stage) => void>>;

/** A loop over a controller that answers as it is told, with a clock that only moves when everybody sleeps. */
class Stage implements Clock {
  readonly passes: string[] = [];
  readonly stop = new AbortController();
  outcomes: (PassOutcome | Error)[] = [];
  nextMoment: number | undefined;
  leads = true;
  readonly loop: SyncLoop;
  readonly #listeners = new Set<(stackSet: StackSetKey | undefined) => void>();
  readonly #leadership = new Set<() => void>();
  readonly #script: Script;
  readonly #end: number;
  #now = 0;

  constructor(script: Script, end: number, observer: Partial<PassObserver> = {}) {
    this.#script = script;
    this.#end = end;
    const listen = <T>(listeners: Set<T>, listener: T): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    };
    this.loop = new SyncLoop({
      controller: this as unknown as Controller,
      cluster: { onChange: (listener) => listen(this.#listeners, listener) },
      leadership: { isLeader: () => this.leads, onChange: (listener) => listen(this.#leadership, listener) },
      rhythm: RHYTHM,
      clock: this,
      observer: { ...NO_OBSERVER, ...observer },
    });
  }

  /** The times of all passes; with a star where the server was asked for the tips. */
  async play(): Promise<readonly string[]> {
    await this.loop.run(this.stop.signal);
    expect([this.#listeners.size, this.#leadership.size]).toEqual([0, 0]);
    return this.passes;
  }

  async pass(fetch: boolean): Promise<PassReport> {
    this.passes.push(`${this.#now}${fetch ? '*' : ''}`);
    const outcome = this.outcomes.shift() ?? UNCHANGED;
    if (outcome instanceof Error) throw outcome;
    return { outcome, stackSets: [], looked: new Set(), lostRaces: 0, seconds: 0 };
  }

  notice(): void {
    // The loop only hands it on.
  }

  change(name: string | undefined = 'shop'): void {
    for (const listener of this.#listeners) listener(name === undefined ? undefined : { namespace: 'default', name });
  }

  lead(leads: boolean): void {
    this.leads = leads;
    for (const listener of this.#leadership) listener();
  }

  now(): number {
    return this.#now / 1000;
  }

  elapsed(): number {
    return this.#now;
  }

  random(): number {
    return 0.5;
  }

  /** Time goes on to the end of the sleep, or to what happens before. */
  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const until = this.#now + milliseconds;
    while (!signal?.aborted && this.#now < until) {
      const next = Object.keys(this.#script)
        .map(Number)
        .find((time) => time > this.#now && time <= until);
      this.#now = Math.min(next ?? until, this.#end);
      this.#script[this.#now]?.(this);
      if (this.#now >= this.#end) this.stop.abort();
    }
  }
}

const play = (script: Script, end: number): Promise<readonly string[]> => new Stage(script, end).play();

describe('the loop passes', () => {
  test('at first, and when it is time to ask the server', async () => expect(await play({}, 70_000)).toEqual(['0*', '30000*', '60000*']));

  test('when the cluster changed and is quiet', async () => {
    const changes = { 1000: (stage: Stage) => stage.change(), 1100: (stage: Stage) => stage.change() };
    expect(await play(changes, 10_000)).toEqual(['0*', '1300']);
  });

  test('when the cluster is out of sight, or back', async () => {
    expect(await play({ 1000: (stage) => stage.change(undefined) }, 10_000)).toEqual(['0*', '1200']);
  });

  test('at once when somebody pushed', async () => {
    expect(await play({ 1000: (stage) => stage.loop.repositoryChanged() }, 10_000)).toEqual(['0*', '1000*']);
  });

  test('when a moment has come', async () => {
    const stage = new Stage({}, 10_000);
    stage.nextMoment = 7;
    stage.outcomes = [UNCHANGED];
    const { pass } = stage;
    stage.pass = async (fetch) => {
      if (stage.elapsed() >= 7000) stage.nextMoment = undefined;
      return pass.call(stage, fetch);
    };
    expect(await stage.play()).toEqual(['0*', '7000']);
  });

  test('again at once after a commit, on the tip that it made', async () => {
    const stage = new Stage({}, 10_000);
    stage.outcomes = [COMMITTED, COMMITTED];
    expect(await stage.play()).toEqual(['0*', '0', '0']);
  });
});

describe('after a failure', () => {
  test('the next pass waits, longer each time, and asks the server', async () => {
    const waits: number[] = [];
    const stage = new Stage({}, 20_000, { refused: (_refusal, _message, wait) => waits.push(wait) });
    stage.outcomes = [REFUSED, REFUSED, REFUSED];
    expect(await stage.play()).toEqual(['0*', '500*', '1500*', '3500*']);
    expect(waits).toEqual([500, 1000, 2000]);
  });

  test('what threw is told, and the loop goes on', async () => {
    const errors: unknown[] = [];
    const stage = new Stage({}, 5_000, { failed: (error) => errors.push(error) });
    const error = new Error('the clone is broken');
    stage.outcomes = [error, UNCHANGED];
    expect(await stage.play()).toEqual(['0*', '500*']);
    expect(errors).toEqual([error]);
  });

  test('a success makes the next wait short again', async () => {
    const stage = new Stage({ 10000: ({ loop, outcomes }) => outcomes.push(REFUSED) && loop.repositoryChanged() }, 12_000);
    stage.outcomes = [REFUSED, REFUSED, UNCHANGED];
    expect(await stage.play()).toEqual(['0*', '500*', '1500*', '10000*', '10500*']);
  });

  test('changes of the cluster do not cut the wait short', async () => {
    const stage = new Stage({ 100: (at) => at.change() }, 5_000);
    stage.outcomes = [REFUSED];
    expect(await stage.play()).toEqual(['0*', '500*']);
  });
});

describe('of several replicas', () => {
  test('only the leader passes, at once when it becomes one', async () => {
    const stage = new Stage({ 5000: (at) => at.lead(true), 40000: (at) => at.lead(false) }, 100_000);
    stage.leads = false;
    expect(await stage.play()).toEqual(['5000*', '35000*']);
  });
});

test('the loop tells that it moves', async () => {
  const stage = new Stage({}, 65_000);
  await stage.play();
  expect(stage.loop.lastProgress).toBe(65_000);
});
