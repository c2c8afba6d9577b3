import { beforeAll, expect, it } from 'vitest';
import { useCluster } from './cluster/use-cluster.ts';
import { giveRights } from './fixtures/sync-rights.ts';
import { waitUntil } from './harness/wait-until.ts';
import { Story } from './sync/story.ts';

const test = useCluster();

beforeAll(() => giveRights(test.cluster, 'default'));

const asSync = (): { readonly cluster: { readonly kubeconfig: string } } => ({
  cluster: { kubeconfig: test.cluster.kubeconfigOf('sync') },
});

interface Event {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly involvedObject: { readonly kind: string; readonly name: string };
  readonly reportingComponent: string;
}

/** The controller's, as `Deployment shop-v1: Normal TrafficSwitched`, with their messages. */
async function eventsOf(story: Story): Promise<ReadonlyMap<string, string>> {
  const { items } = JSON.parse(await story.kubectl('get', 'events', '-o', 'json')) as { readonly items: readonly Event[] };
  return new Map(
    items
      .filter(({ reportingComponent }) => reportingComponent === 'stackset-sync')
      .map(({ type, reason, message, involvedObject: { kind, name } }) => [`${kind} ${name}: ${type} ${reason}`, message]),
  );
}

it('tells on the Deployments what was committed and what waits, with the rights of deploy/', async () => {
  const story = await Story.begin(test, { spec: asSync() });
  await story.wish({ version: 'v2', traffic: { v1: 0, v2: 100 } }, 'shop: v2, with all traffic');
  await story.untilWeights({ v2: 100 });
  const switched = await waitUntil('the switch is told', async () =>
    (await eventsOf(story)).get('Deployment shop-v2: Normal TrafficSwitched'),
  );
  const { id } = await story.untilCommit(/v2 0 % -> 100 %/);
  expect(switched).toBe(`traffic: shop-v1 100 % to 0 %, shop-v2 0 % to 100 % (commit ${id.slice(0, 12)})`);

  await story.wish({ version: 'v3', traffic: { v3: 100 }, podAnnotations: { 'stackset-e2e/never-ready': 'true' } }, 'shop: v3, broken');
  await waitUntil('a person sees why v3 gets no traffic', async () =>
    /Warning +StacksNotReady .*shop-v3 has 0 of 2 pods ready/.test(await story.kubectl('describe', 'deployment', 'shop-v3')),
  );
  expect(await story.weights()).toEqual({ v2: 100 });
  expect(await story.controller.output()).not.toContain('forbidden');
});

it('tells on the StackSet where it is applied, and fills the statuses that kubectl shows', async () => {
  const config = 'apiVersion: stackset-gitops.dev/v1alpha1\nkind: RenderConfig\nmetadata: {name: shop}\nspec: {applyStacks: true}\n';
  const story = await Story.begin(test, { spec: asSync(), files: { 'apps/shop/render-config.yaml': config } });
  await test.cluster.kubectl(['apply', '-n', story.namespace, '-f', '-'], { input: story.text({}) });
  expect(await story.live('stack', 'shop-v1', '{.metadata.name}')).toBe('shop-v1');
  await story.wish({ version: 'v2', traffic: { v1: 40, v2: 60 } }, 'shop: most of the traffic to v2');
  await story.untilWeights({ v1: 40, v2: 60 });
  await waitUntil('the switch is told', async () => (await eventsOf(story)).has('StackSet shop: Normal TrafficSwitched'));

  const rows = async (kind: string): Promise<readonly string[]> =>
    (await story.kubectl('get', kind)).split('\n').map((line) => line.replace(/ +\S+$/, '').replaceAll(/ +/g, ' '));
  await waitUntil('the StackSet counts', async () => (await rows('stacksets')).includes('shop 2 2 2'));
  expect((await rows('stacksets'))[0]).toBe('NAME STACKS READY TRAFFIC');
  const status = (stack: string): Promise<string> =>
    story.live(
      'stack',
      stack,
      '{.status.replicas}/{.status.readyReplicas}/{.status.updatedReplicas} {.status.actualTrafficWeight} {.status.desiredTrafficWeight} {.status.labelSelector}',
    );
  await waitUntil('the Stacks count', async () => (await status('shop-v2')) === '2/2/2 60 60 stack-version=v2,stackset=shop');
  expect(await status('shop-v1')).toBe('2/2/2 40 40 stack-version=v1,stackset=shop');

  await story.wish({ traffic: { v2: 100 } }, 'shop: all traffic to v2');
  await waitUntil('the time without traffic is shown', async () =>
    /^\d{4}-/.test(await story.live('stack', 'shop-v1', '{.status.noTrafficSince}')),
  );
  await story.wish({ traffic: { v1: 50, v2: 50 } }, 'shop: half of it back');
  await waitUntil(
    'it is shown no more',
    async () => (await story.live('stack', 'shop-v1', '{.status.actualTrafficWeight} {.status.noTrafficSince}')) === '50 ',
  );
  const traffic = await story.live(
    'stackset',
    'shop',
    '{.status.traffic[*].stackName} {.status.traffic[*].weight} {.status.observedStackVersion}',
  );
  expect(traffic).toBe('shop-v1 shop-v2 50 50 v2');
});

it('goes on without the right to write Events, and says so once', async () => {
  const rules = [
    'apps/deployments',
    '/services',
    'autoscaling/horizontalpodautoscalers',
    'networking.k8s.io/ingresses',
    'zalando.org/routegroups,stacksets,stacks',
  ].map((name) => ({ apiGroups: [name.split('/')[0]], resources: name.split('/')[1]?.split(','), verbs: ['list', 'watch'] }));
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'e2e-silent' }, rules };
  await test.cluster.kubectl(['apply', '-f', '-'], { input: JSON.stringify(role) });
  const account = `silent-${Date.now()}`;
  await test.cluster.kubectl(['create', 'serviceaccount', account, '-n', 'default']);
  await test.cluster.kubectl(['create', 'clusterrolebinding', account, '--clusterrole=e2e-silent', `--serviceaccount=default:${account}`]);
  const kubeconfig = await test.cluster.serviceAccountKubeconfig('default', account);
  const story = await Story.begin(test, { spec: { cluster: { kubeconfig } } });
  await story.wish({ version: 'v2', traffic: { v1: 0, v2: 100 } }, 'shop: v2, with all traffic');
  await story.untilWeights({ v2: 100 });
  await story.wish({ traffic: { v1: 100, v2: 0 } }, 'shop: back to v1');
  await story.untilWeights({ v1: 100 });
  const said = (await story.controller.output()).split('\n').filter((line) => line.includes('Events are not written'));
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('events is forbidden');
});
