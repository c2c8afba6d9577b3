import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { useCluster } from './cluster/use-cluster.ts';
import { waitUntil } from './harness/wait-until.ts';
import { Story } from './sync/story.ts';

const test = useCluster({ own: true });

/** On a machine that does other things too. */
const PATIENCE = 240_000;

/** Longer than the API server is trusted without an answer (9 s). */
const AWAY_MS = 12_000;

interface Absence {
  readonly begin: () => Promise<void> | void;
  readonly end: () => Promise<void> | void;
}

const ABSENCES: readonly (readonly [string, Absence])[] = [
  ['is killed', { begin: () => test.cluster.stopApiServer('SIGKILL'), end: () => test.cluster.startApiServer() }],
  ['hangs', { begin: () => test.cluster.pauseApiServer(), end: () => test.cluster.resumeApiServer() }],
];

const saysThatItWaits = (story: Story): Promise<unknown> =>
  waitUntil('the log says that nothing is decided', async () => /nothing is decided/.test(await story.controller.output()), {
    timeoutMs: PATIENCE,
  });

const isReady = (story: Story, stack: string): Promise<unknown> =>
  waitUntil(`${stack} is ready`, async () => (await story.live('deployment', stack, '{.status.readyReplicas}')) === '2', {
    timeoutMs: PATIENCE,
  });

it.for(ABSENCES)(
  'decides nothing while the API server, which %s, is away, although all is ready; and goes on after',
  { timeout: 600_000 },
  async ([, { begin, end }]) => {
    const story = await Story.begin(test);
    await story.wish({ version: 'v2', traffic: { v1: 100 } }, 'shop: v2, without traffic');
    await isReady(story, 'shop-v2');
    await begin();
    try {
      await story.wish({ traffic: { v2: 100 } }, 'shop: all traffic to v2');
      await saysThatItWaits(story);
      await sleep(AWAY_MS);
      expect(await story.weights()).toEqual({ v1: 100 });
      expect(story.controller.running).toBe(true);
    } finally {
      await end();
    }
    await story.untilWeights({ v2: 100 }, PATIENCE);
    await story.untilApplied();
    await story.expectSound();
  },
);

it('does not act on the last thing that it heard before the API server fell silent', { timeout: 600_000 }, async () => {
  const story = await Story.begin(test);
  const unready = { 'stackset-e2e/never-ready': 'true' };
  await story.wish({ version: 'v2', traffic: { v2: 100 }, podAnnotations: unready }, 'shop: v2, with all traffic');
  await waitUntil('v2 has pods', async () => (await story.live('deployment', 'shop-v2', '{.status.replicas}')) === '2');
  const { pid } = story.controller;
  process.kill(pid, 'SIGSTOP');
  await story.kubectl('annotate', 'pods', '--selector', 'stack-version=v2', 'stackset-e2e/never-ready-');
  await isReady(story, 'shop-v2');
  test.cluster.pauseApiServer();
  try {
    // What the API server sent before it was paused lies in the socket: that v2 is ready is read now.
    process.kill(pid, 'SIGCONT');
    await saysThatItWaits(story);
    await sleep(AWAY_MS);
    expect(await story.weights()).toEqual({ v1: 100 });
  } finally {
    test.cluster.resumeApiServer();
  }
  await story.untilWeights({ v2: 100 }, PATIENCE);
  await story.expectSound();
});

const RESTARTS = 5;

it(`switches on while the API server is restarted ${RESTARTS} times`, { timeout: 900_000 }, async () => {
  const story = await Story.begin(test);
  await story.wish({ version: 'v2', traffic: { v1: 50, v2: 50 } }, 'shop: half of the traffic to v2');
  for (let restart = 1; restart <= RESTARTS; restart++) {
    await sleep(Math.random() * 3_000);
    await test.cluster.restartApiServer({ signal: restart % 2 === 0 ? 'SIGTERM' : 'SIGKILL', downMs: Math.random() * 2_000 });
    await story.wish({ traffic: { v1: 100 - restart, v2: restart } }, `shop: ${restart} % to v2`);
  }
  await story.untilWeights({ v1: 100 - RESTARTS, v2: RESTARTS }, PATIENCE);
  await story.untilApplied();
  await story.expectSound();
});
