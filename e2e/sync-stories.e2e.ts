import { expect, it } from 'vitest';
import { useCluster } from './cluster/use-cluster.ts';
import { Story } from './sync/story.ts';

const test = useCluster();

it('deploys a first version, and moves all traffic to the next one once its pods are ready', async () => {
  const story = await Story.begin(test);
  await story.wish({ version: 'v2', traffic: { v1: 0, v2: 100 } }, 'shop: v2, with all traffic');
  const { body } = await story.untilCommit(/v2 0 % -> 100 %/);
  expect(body).toMatch(/^Reason: TrafficSwitched$/m);
  expect(body).toMatch(/^Sync-Controller: e2e$/m);
  await story.untilWeights({ v2: 100 });
  await story.untilApplied();
  await story.expectSound();
});
