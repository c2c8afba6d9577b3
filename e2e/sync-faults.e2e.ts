import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { StackSetState } from '../src/core/model/state.ts';
import { parseTimestamp } from '../src/core/model/timestamp.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { GitHttpServer } from './git/http-server.ts';
import { seededRandom } from './harness/seeded-random.ts';
import { waitUntil } from './harness/wait-until.ts';
import { readState } from './sync/commits.ts';
import { Story, type StoryOptions } from './sync/story.ts';

const test = useCluster();

/** On a machine that does other things too. */
const PATIENCE = 240_000;

/** Short enough that stacks are scaled down, removed and started again while the faults go on. */
const SHORT_LIVED: StoryOptions = { scaledownTTLSeconds: 1, limit: 1 };

const versionsIn = (state: StackSetState | undefined): readonly string[] =>
  (state?.spec.stacks ?? []).map(({ name }) => name.replace(/^shop-/, ''));

/** A person who cannot leave traffic alone: other weights all the time, and a new version now and then. */
class Fidget {
  readonly #story: Story;
  readonly #random: () => number;
  #version = 2;
  #last = '';
  #ended = false;
  readonly #running: Promise<void>;

  constructor(story: Story, random: () => number) {
    this.#story = story;
    this.#random = random;
    this.#running = this.#ask();
  }

  /** Ends with a wish that is to come true: all traffic to the newest version. @returns these weights */
  async end(): Promise<Readonly<Record<string, number>>> {
    this.#ended = true;
    await this.#running;
    const weights = { [`v${this.#version}`]: 100 };
    await this.#story.wish({ traffic: weights }, 'shop: all traffic to the newest');
    return weights;
  }

  async #ask(): Promise<void> {
    while (!this.#ended) {
      const newest = `v${this.#version}`;
      const isKnown = versionsIn(await readState(this.#story.repository)).includes(newest);
      if (isKnown && this.#random() < 0.15) this.#version += 1;
      await this.#wish();
      await sleep(500 + this.#random() * 2_500);
    }
  }

  /** Now and then one of the two gets nothing, so that it is scaled down. Never the same twice: that would be no commit. */
  async #wish(): Promise<void> {
    const [old, newest] = [`v${this.#version - 1}`, `v${this.#version}`];
    const chance = this.#random();
    const weight = chance < 0.1 ? 0 : chance > 0.9 ? 100 : 1 + Math.floor(this.#random() * 98);
    const message = `shop: ${weight} % to ${newest}`;
    if (message === this.#last) return;
    this.#last = message;
    await this.#story.wish({ version: newest, traffic: { [old]: 100 - weight, [newest]: weight } }, message);
  }
}

const KILLS = 100;

/** When a kill comes, in milliseconds at most: after a start, after a request to the Git server, after a push has reached it. */
const KILL_WITHIN = { start: 1200, request: 150, push: 150 } as const;
type Moment = keyof typeof KILL_WITHIN;
const MOMENTS = Object.keys(KILL_WITHIN) as Moment[];

/** On a machine that does other things a start alone takes seconds. Where nothing is left to push, the kill meets a controller that waits. */
const LONGEST_WAIT_MS = 20_000;

/** Waits for what a kill is to meet. @returns whether it came */
async function untilMoment(moment: Moment, http: GitHttpServer): Promise<boolean> {
  if (moment === 'start') return true;
  const { requests } = http;
  const push = new Promise<true>((resolve) => {
    http.beforePush = async () => resolve(true);
  });
  const request = async (): Promise<boolean> => {
    for (const end = performance.now() + LONGEST_WAIT_MS; performance.now() < end; await sleep(5))
      if (http.requests > requests) return true;
    return false;
  };
  return moment === 'push' ? Promise.race([push, sleep(LONGEST_WAIT_MS, false)]) : request();
}

it(`is killed ${KILLS} times while traffic is moved, and nothing is lost`, { timeout: 1_200_000 }, async () => {
  const random = seededRandom('kills');
  const http = await GitHttpServer.start('/');
  const story = await Story.begin(test, { ...SHORT_LIVED, url: (repository) => `${http.url}${repository}` });
  const fidget = new Fidget(story, random);
  const ownCommits = async (): Promise<number> => (await story.commits()).filter(({ byController }) => byController).length;
  const met: Record<Moment, number> = { start: 0, request: 0, push: 0 };
  const before = await ownCommits();
  for (let kill = 1; kill <= KILLS; kill++) {
    const moment = MOMENTS[Math.floor(random() * MOMENTS.length)] ?? 'start';
    if (await untilMoment(moment, http)) met[moment] += 1;
    await sleep(random() * KILL_WITHIN[moment]);
    expect(story.controller.running).toBe(true);
    // As where the process is killed, and as where its container is.
    await (random() < 0.5 ? story.controller.kill() : story.controller.killAll());
    await story.controller.start();
    if (kill % 10 === 0) console.log(`${kill} kills, ${(await ownCommits()) - before} commits of the controller`);
  }
  const weights = await fidget.end();
  console.log(`killed after a start, a request and the begin of a push: ${Object.values(met).join(', ')} times`);
  await story.untilWeights(weights, PATIENCE);
  await story.untilApplied();
  expect(Math.min(...Object.values(met))).toBeGreaterThan(10);
  expect((await ownCommits()) - before).toBeGreaterThan(10);
  expect((await story.commits()).filter(({ parents }) => parents.length > 1)).toEqual([]);
  await story.expectSound();
});

/** Times in a state that lie ahead of the real time. */
function timesAhead(state: StackSetState | undefined): readonly string[] {
  const times = (state?.spec.stacks ?? []).flatMap(({ createdAt, noTrafficSince, prescaling }) => [
    createdAt,
    noTrafficSince,
    prescaling?.lastTrafficIncrease,
  ]);
  return times.filter((time) => time !== undefined).filter((time) => (parseTimestamp(time) ?? 0) > Date.now() / 1000);
}

const HOUR = 3_600_000;
const JUMPS: readonly (readonly [string, number])[] = [
  ['hours ahead', 5 * HOUR],
  ['hours back', -5 * HOUR],
  ['years ahead', 30_000 * HOUR],
];

/**
 * Times in Git are those of the wall clock, for another process has to go on by them. So while the clock is wrong, waits end early or
 * begin anew. What holds all the same: traffic moves by what the cluster shows and never by a clock, what has traffic keeps its pods, and
 * nothing waits for a time that only a wrong clock knew.
 */
describe('the clock jumps', () => {
  it.for(JUMPS)(
    '%s and back again, in a switch, while prescaling holds and before a scale-down',
    { timeout: 600_000 },
    async ([, jump]) => {
      const story = await Story.begin(test, {
        autoscaler: { minReplicas: 2, maxReplicas: 10 },
        prescaleFor: '10s',
        scaledownTTLSeconds: 10,
      });
      const stack = async (name: string) => (await readState(story.repository))?.spec.stacks?.find((entry) => entry.name === name);
      await story.wish({ version: 'v2', traffic: { v1: 50, v2: 50 } }, 'shop: half of the traffic to v2');
      await waitUntil('v2 is prescaled', async () => (await stack('shop-v2'))?.prescaling, { timeoutMs: PATIENCE });
      await story.controller.setClock(jump);
      await story.untilWeights({ v1: 50, v2: 50 }, PATIENCE);
      await story.wish({ traffic: { v2: 100 } }, 'shop: all traffic to v2');
      await story.untilWeights({ v2: 100 }, PATIENCE);
      await story.untilApplied();
      expect((await stack('shop-v2'))?.scaledDown).toBeUndefined();
      await story.controller.setClock(0);
      await waitUntil('v1 is scaled down', async () => (await stack('shop-v1'))?.scaledDown, { timeoutMs: PATIENCE });
      await waitUntil('the prescaling is over', async () => !(await stack('shop-v2'))?.prescaling, { timeoutMs: PATIENCE });
      await story.untilApplied();
      expect(await story.live('hpa', 'shop-v2', '{.spec.minReplicas}')).toBe('2');
      await story.wish({ traffic: { v1: 100 } }, 'shop: back to v1');
      await story.untilWeights({ v1: 100 }, PATIENCE);
      expect(timesAhead(await readState(story.repository))).toEqual([]);
      await story.expectSound();
    },
  );

  const MANY = 30;

  it(`${MANY} times while traffic is moved`, { timeout: 600_000 }, async () => {
    const random = seededRandom('jumps');
    const story = await Story.begin(test, {
      ...SHORT_LIVED,
      limit: 3,
      annotations: { 'alpha.stackset-controller.zalando.org/prescale-stacks': '' },
    });
    const fidget = new Fidget(story, random);
    for (let count = 1; count <= MANY; count++) {
      await story.controller.setClock((random() - 0.5) * 20 * HOUR);
      await sleep(random() * 1_500);
      if (count % 10 === 0) console.log(`${count} jumps, ${(await story.commits()).length} commits`);
    }
    await story.controller.setClock(0);
    const weights = await fidget.end();
    await story.untilWeights(weights, PATIENCE);
    await story.untilApplied();
    expect(timesAhead(await readState(story.repository))).toEqual([]);
    expect((await story.commits()).filter(({ parents }) => parents.length > 1)).toEqual([]);
    await story.expectSound();
  });
});
