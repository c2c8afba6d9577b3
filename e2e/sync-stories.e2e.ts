import { describe, expect, it } from 'vitest';
import { Load } from './cluster/load.ts';
import { useCluster } from './cluster/use-cluster.ts';
import { waitUntil } from './harness/wait-until.ts';
import { readState, weightsIn } from './sync/commits.ts';
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

it('takes a canary step by step, each once the cluster shows the last one', async () => {
  const story = await Story.begin(test);
  await story.wish({ version: 'v2', traffic: { v1: 90, v2: 10 } }, 'shop: v2 as a canary');
  await story.untilWeights({ v1: 90, v2: 10 });
  await story.untilApplied();
  await story.loop.pause();
  await story.wish({ traffic: { v1: 50, v2: 50 } }, 'shop: half of the traffic to v2');
  await story.untilWeights({ v1: 50, v2: 50 });
  await story.wish({ traffic: { v2: 100 } }, 'shop: all traffic to v2');
  await waitUntil('the controller says what it waits for', async () => /NotApplied/.test(await story.controller.output()));
  expect(await story.weights()).toEqual({ v1: 50, v2: 50 });
  story.loop.resume();
  await story.untilWeights({ v2: 100 });
  await story.expectSound();
});

it('prescales under an autoscaler before it switches, and takes the pods back after the delay', async () => {
  const story = await Story.begin(test, { autoscaler: { minReplicas: 2, maxReplicas: 10 }, prescaleFor: '8s' });
  await story.untilApplied();
  await story.kubectl('patch', 'hpa', 'shop-v1', '--type=merge', '--patch', '{"spec":{"minReplicas":5}}');
  await waitUntil('v1 has 5 pods', async () => (await story.live('deployment', 'shop-v1', '{.status.readyReplicas}')) === '5');
  await story.wish({ version: 'v2', traffic: { v1: 0, v2: 100 } }, 'shop: v2, with all traffic');
  const switched = await story.untilCommit(/v2 0 % -> 100 %/);
  const prescaled = (await story.commits()).find(({ body }) => /^Reason: Prescaled$/m.test(body));
  expect(prescaled?.state?.spec.stacks?.find(({ name }) => name === 'shop-v2')?.prescaling).toMatchObject({ desiredWeight: 100 });
  expect(weightsIn(prescaled?.state)).toEqual({ v1: 100 });
  expect(switched.id).not.toBe(prescaled?.id);
  await story.untilCommit(/prescaling/i);
  const reset = async (): Promise<boolean> => !(await readState(story.repository))?.spec.stacks?.some(({ prescaling }) => prescaling);
  await waitUntil('the prescaling is over', reset);
  await story.untilApplied();
  expect(await story.live('hpa', 'shop-v2', '{.spec.minReplicas}')).toBe('2');
  await story.expectSound();
});

describe('a revert rolls back, and holds', () => {
  it('after the switch, until somebody resumes', async () => {
    const story = await Story.begin(test);
    await story.wish({ version: 'v2', traffic: { v1: 0, v2: 100 } }, 'shop: v2, with all traffic');
    const switched = await story.untilCommit(/v2 0 % -> 100 %/);
    await story.untilApplied();
    const revert = await story.person.revert(switched.id);
    expect(await story.weights()).toEqual({ v1: 100 });
    const held = async (): Promise<string | undefined> => (await readState(story.repository))?.spec.hold?.commit;
    expect(await waitUntil('the hold is written', held)).toBe(revert);
    await story.untilApplied();
    expect(await story.live('ingress', 'shop-v1-traffic-segment', '{.metadata.annotations.zalando\\.org/skipper-predicate}')).toContain(
      'TrafficSegment(0.00, 1.00)',
    );
    expect(await story.weights()).toEqual({ v1: 100 });
    await story.person.intervene('resume', 'apps/shop');
    await story.untilWeights({ v2: 100 });
    await story.expectSound();
  });

  it('while the switch is under way, until spec.traffic is edited', async () => {
    const story = await Story.begin(test);
    await story.wish({ version: 'v2', traffic: { v1: 70, v2: 30 } }, 'shop: v2 as a canary');
    const canary = await story.untilCommit(/v2 0 % -> 30 %/);
    await story.loop.pause();
    await story.wish({ traffic: { v1: 30, v2: 70 } }, 'shop: more to v2');
    await story.person.revert(canary.id);
    story.loop.resume();
    await story.untilCommit(/hold/i);
    await story.untilApplied();
    expect(await story.weights()).toEqual({ v1: 100 });
    await story.wish({ traffic: { v1: 80, v2: 20 } }, 'shop: try v2 again');
    await story.untilWeights({ v1: 80, v2: 20 });
    await story.expectSound();
  });
});

describe('a version branch is merged after the controller has committed 20 times', () => {
  it.for(['merge', 'squash'] as const)('by %s', async (way) => {
    const story = await Story.begin(test);
    const { person } = story;
    await story.wish({ version: 'v2', traffic: { v1: 99, v2: 1 } }, 'shop: v2 as a canary');
    await story.untilWeights({ v1: 99, v2: 1 });
    await person.pull();
    await person.git('switch', '--quiet', '--create', 'v3');
    await person.write('apps/shop/stackset.yaml', story.text({ version: 'v3' }));
    await person.stackset('render');
    await person.commit('shop: v3');
    await person.git('switch', '--quiet', 'main');
    const count = async (): Promise<number> => (await story.commits()).filter(({ byController }) => byController).length;
    const before = await count();
    for (let weight = 2; (await count()) < before + 20; weight++) {
      await story.wish({ traffic: { v1: 100 - weight, v2: weight } }, `shop: ${weight} % to v2`);
      await story.untilWeights({ v1: 100 - weight, v2: weight });
    }
    const asked = await story.weights();
    await person.pull();
    if (way === 'merge') await person.git('merge', '--quiet', '--no-ff', '--message', 'Merge v3', 'v3');
    else {
      await person.git('merge', '--quiet', '--squash', 'v3');
      await person.git('commit', '--quiet', '--message', 'shop: v3 (squashed)');
    }
    await person.push();
    const hasV3 = async (): Promise<boolean> =>
      (await readState(story.repository))?.spec.stacks?.some(({ name }) => name === 'shop-v3') ?? false;
    await waitUntil('v3 is there', hasV3);
    expect(await story.weights()).toEqual(asked);
    expect((await readState(story.repository))?.spec.hold).toBeUndefined();
    await story.wish({ version: 'v3', traffic: { v3: 100 } }, 'shop: all traffic to v3');
    await story.untilWeights({ v3: 100 });
    await story.expectSound();
  });
});

it('scales down what has no traffic, and starts it again before it gets any', async () => {
  const story = await Story.begin(test, { scaledownTTLSeconds: 2 });
  await story.wish({ version: 'v2', traffic: { v2: 100 } }, 'shop: v2, with all traffic');
  await story.untilWeights({ v2: 100 });
  await waitUntil('v1 has no pods', async () => (await story.live('deployment', 'shop-v1', '{.spec.replicas}')) === '0');
  await story.wish({ traffic: { v1: 100 } }, 'shop: back to v1');
  await story.untilWeights({ v1: 100 });
  const commits = await story.commits();
  const revived = commits.findIndex(({ body }) => /^Reason: StackRevived$/m.test(body));
  const switched = commits.findLastIndex(({ subject }) => /v1 0 % -> 100 %/.test(subject));
  expect(revived).toBeGreaterThan(0);
  expect(switched).toBeGreaterThan(revived);
  await story.expectSound();
});

it('removes the longest unused beyond the limit, after the live objects have lost their protection', async () => {
  const story = await Story.begin(test, { scaledownTTLSeconds: 1, limit: 1 });
  for (const version of ['v2', 'v3', 'v4']) {
    await story.wish({ version, traffic: { [version]: 100 } }, `shop: ${version}, with all traffic`);
    await story.untilWeights({ [version]: 100 });
    await story.untilApplied();
  }
  const names = async (): Promise<readonly string[]> => (await readState(story.repository))?.spec.stacks?.map(({ name }) => name) ?? [];
  await waitUntil('two stacks are left', async () => (await names()).length === 2);
  expect(await names()).toEqual(['shop-v3', 'shop-v4']);
  await story.untilApplied();
  await waitUntil('v1 is gone', async () => (await story.live('deployment', 'shop-v1', '{.metadata.name}')) === '');
  expect(await story.live('deployment', 'shop-v4', '{.metadata.name}')).toBe('shop-v4');
  await story.expectSound();
});

it('moves the traffic of RouteGroups', async () => {
  const story = await Story.begin(test, { route: 'routegroup' });
  await story.wish({ version: 'v2', traffic: { v1: 25, v2: 75 } }, 'shop: v2');
  await story.untilWeights({ v1: 25, v2: 75 });
  await story.wish({ traffic: { v2: 100 } }, 'shop: all traffic to v2');
  await story.untilWeights({ v2: 100 });
  await story.untilApplied();
  expect(await story.live('routegroup', 'shop-v2-traffic-segment', '{.spec.routes[0].predicates[0]}')).toBe('TrafficSegment(0.00, 1.00)');
  await story.expectSound();
});

it('goes over to a newer version while a switch still waits', async () => {
  const story = await Story.begin(test);
  const slow = { 'stackset-e2e/ready-after': '600s' };
  await story.wish({ version: 'v2', traffic: { v2: 100 }, podAnnotations: slow }, 'shop: v2, with all traffic');
  await waitUntil('v2 runs', async () => (await story.live('deployment', 'shop-v2', '{.status.replicas}')) === '2');
  await story.wish({ version: 'v3', traffic: { v3: 100 }, podAnnotations: {} }, 'shop: v3 instead');
  await story.untilWeights({ v3: 100 });
  expect((await story.commits()).some(({ state }) => 'v2' in weightsIn(state))).toBe(false);
  await story.expectSound();
});

it('leaves the traffic where it is while a stack never gets ready, and says why', async () => {
  const story = await Story.begin(test);
  const never = { 'stackset-e2e/never-ready': 'true' };
  await story.wish({ version: 'v2', traffic: { v2: 100 }, podAnnotations: never }, 'shop: v2, with all traffic');
  await waitUntil('v2 runs', async () => (await story.live('deployment', 'shop-v2', '{.status.replicas}')) === '2');
  const reason = /shop-v2 has 0 of 2 pods ready/;
  await waitUntil('the log says why', async () => reason.test(await story.controller.output()));
  await waitUntil('an Event says why', async () => reason.test(await story.kubectl('get', 'events')));
  await story.person.pull();
  const status = await story.person.stackset('status', 'apps/shop', '--kubeconfig', test.cluster.kubeconfig);
  expect(status).toMatch(reason);
  expect(await story.weights()).toEqual({ v1: 100 });
  await story.kubectl('annotate', 'pods', '--selector', 'stack-version=v2', 'stackset-e2e/never-ready-');
  await story.untilWeights({ v2: 100 });
  await story.expectSound();
});

it('removes a whole StackSet: its protection, then its routes, and its pods once no request comes any more', async () => {
  const story = await Story.begin(test, { scaledownTTLSeconds: 5 });
  await story.untilApplied();
  const load = new Load({ url: test.skipper.url, host: story.host });
  await story.person.intervene('remove', 'apps/shop');
  const drained = await story.untilCommit(/take all its routes away/);
  expect(await story.live('deployment', 'shop-v1', '{.metadata.annotations}')).not.toContain('Prune=false');
  await story.applier.untilApplied(drained.id, 120_000);
  expect(await story.live('ingress', 'shop-v1-traffic-segment', '{.metadata.name}')).toBe('');
  expect(await story.live('deployment', 'shop-v1', '{.status.readyReplicas}')).toBe('2');
  await story.untilCommit(/remove all its stacks/);
  const left = (): Promise<string> => story.kubectl('get', 'deployments,services,ingresses', '--selector=stackset=shop', '--output=name');
  await waitUntil('nothing is left', async () => (await left()).trim() === '', { timeoutMs: 120_000 });
  await load.stop();
  const statuses = load.answers.toSorted((a, b) => a.at - b.at).map(({ status }) => status);
  const [first404, last200] = [statuses.indexOf(404), statuses.lastIndexOf(200)];
  expect(new Set(statuses)).toEqual(new Set([200, 404]));
  expect(last200 - first404, 'answers of the old and of the new routes mix only for a moment').toBeLessThan(50);
  expect(await readState(story.repository)).toBeUndefined();
  await story.expectSound();
});
