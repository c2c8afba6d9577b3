import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Load } from './cluster/load.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { seededRandom } from './harness/seeded-random.ts';
import { waitUntil } from './harness/wait-until.ts';
import { readState } from './sync/commits.ts';
import { Story } from './sync/story.ts';

const test = useCluster();

const SWITCHES = 30;
const RATE = 200;
/** At 200 requests a second, 15 s are 3000: chance moves a share of one half by 3 points in less than one of 500 measurements. */
const STILL_MS = 15_000;
const POINTS = 3;

it(`loses no request in ${SWITCHES} switches with prescaling, rollbacks and removals, routes applied in any order`, {
  timeout: 1_500_000,
}, async () => {
  const random = seededRandom('no lost request');
  const story = await Story.begin(test, {
    autoscaler: { minReplicas: 2, maxReplicas: 6 },
    prescaleFor: '10s',
    scaledownTTLSeconds: 5,
    limit: 1,
    applying: { spreadRoutes: { pauseMs: 300, random } },
  });
  await story.untilApplied();
  const load = new Load({ url: test.skipper.url, host: story.host, rate: RATE });
  let version = 1;
  for (let switches = 0; switches < SWITCHES; switches++) {
    const kind = switches % 3;
    if (kind === 0) await toNewVersion(story, ++version);
    else if (kind === 1) await shareOut(story, version, random);
    else await rollBack(story);
    console.log(
      `no lost request: switch ${switches + 1} of ${SWITCHES}, ${load.answers.length} answers, ${JSON.stringify(await story.weights())}`,
    );
    expect(load.failures.slice(0, 5)).toEqual([]);
  }
  await measureShares(story, version, load);
  await load.stop();
  expect(load.failures).toEqual([]);
  const removed = (await story.commits()).filter(({ body }) => /^Reason: StackRemoved$/m.test(body));
  expect(removed.length).toBeGreaterThan(0);
  await story.expectSound();
});

/** All traffic to a version that nobody had before. */
async function toNewVersion(story: Story, number: number): Promise<void> {
  await story.wish({ version: `v${number}`, traffic: { [`v${number}`]: 100 } }, `shop: v${number}`);
  await story.untilWeights({ [`v${number}`]: 100 }, 120_000);
}

/** Part of it back to the one before. */
async function shareOut(story: Story, number: number, random: () => number): Promise<void> {
  const share = 10 + Math.floor(random() * 80);
  const traffic = { [`v${number - 1}`]: share, [`v${number}`]: 100 - share };
  await story.wish({ traffic }, `shop: ${share} % back to v${number - 1}`);
  await story.untilWeights(traffic, 120_000);
}

/** A person takes the last switch back, and then lets the controller go on. */
async function rollBack(story: Story): Promise<void> {
  await story.untilApplied();
  await story.person.intervene('rollback', 'apps/shop');
  await waitUntil('the rollback is settled', async () => (await readState(story.repository))?.spec.hold !== undefined);
  await story.untilApplied();
  await story.person.intervene('resume', 'apps/shop');
}

/** Nothing moves: each stack gets what its weight says. */
async function measureShares(story: Story, number: number, load: Load): Promise<void> {
  const traffic = { [`v${number - 1}`]: 40, [`v${number}`]: 60 };
  await story.wish({ traffic }, 'shop: 40 % and 60 %');
  await story.untilWeights(traffic, 120_000);
  await story.untilApplied();
  await sleep(3_000);
  const from = performance.now();
  await sleep(STILL_MS);
  const shares = load.shares(from, performance.now());
  for (const [version, weight] of Object.entries(traffic)) {
    expect(Math.abs((shares[`shop-${version}`] ?? 0) - weight), `${version}: ${shares[`shop-${version}`]} %`).toBeLessThan(POINTS);
  }
}
